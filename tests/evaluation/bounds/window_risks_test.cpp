#include "evaluation/bounds/window_risks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr double kServed = 20;  // requests/s by one pod

// Erlang's delay formula.
double waits(double offered, int servers) {
  double blocked = 1;
  for (int n = 1; n <= servers; ++n) blocked = offered * blocked / (n + offered * blocked);
  return blocked / (1 - offered / servers * (1 - blocked));
}

// P(response > t) of M/M/c, first come, first served (Gross and Harris, Fundamentals of Queueing
// Theory, ch. 2).
double slower(double rate, int servers, double t) {
  const double offered = rate / kServed;
  if (offered >= servers) return 1;
  const double left = servers - 1 - offered;
  const double served = std::exp(-kServed * t);
  if (std::abs(left) < 1e-9) return served * (1 + waits(offered, servers) * kServed * t);
  return served * (1 + waits(offered, servers) * (1 - std::exp(-kServed * t * left)) / left);
}

class WindowRisksTest : public testing::Test {
 protected:
  WindowRisksTest() {
    scenario_.duration = minutes(3);
    Node node;
    node.allocatable = {Quantity::units(1000), Quantity::units(std::int64_t{1} << 40)};
    scenario_.nodes = {node};
    application_.name = "shop";
    application_.permittedActions = {PermittedAction::Scale};
    component_.requests.cpu = Quantity::millis(1000);
    component_.scaling.maxReplicas = 40;
    component_.serving.discipline = Discipline::Fcfs;
    component_.serving.serviceTime.mean = milliseconds(50);
  }
  WindowRisks at(double rate, double limit, Chance chance) {
    Target target;
    target.metric = TargetMetric::ResponseTime;
    target.statistic = Statistic::P95;
    target.value = limit;
    application_.targets = {target};
    application_.components = {component_};
    scenario_.loads = {{"shop", SteadyLoad{rate}}};
    const auto load = intensitiesOf(scenario_.loads, scenario_.duration);
    EXPECT_TRUE(load);
    const PlannedSizes sizes = plannedSizes(scenario_, application_, component_);
    WindowRisks risks = windowRisks(scenario_, application_, sizes.sizes, load->front(), 0, chance,
                                    [] { return false; });
    EXPECT_TRUE(risks.complete);
    return risks;
  }

  Scenario scenario_;
  Application application_;
  Component component_;
};

// The p95 of M/M/c is over the target where more than 5 % take longer.
TEST_F(WindowRisksTest, InTheMeanAreThoseOfTheClosedForm) {
  int judged = 0;
  for (const double limit : {0.2, 0.25, 0.4}) {
    for (const double rate : {10.0, 30.0, 70.0, 150.0, 333.0}) {
      const WindowRisks risks = at(rate, limit, Chance::Mean);
      ASSERT_EQ(risks.windows.size(), 3u);
      for (std::int32_t c = 0; c < risks.counts; ++c) {
        const double share = slower(rate, c + 1, limit);
        if (std::abs(share - 0.05) < 0.004) continue;  // looked up between points
        EXPECT_EQ(risks.windows[0].risks[static_cast<std::size_t>(c)], share > 0.05 ? 1 : 0)
            << rate << ' ' << limit << ' ' << c + 1 << ' ' << share;
        ++judged;
      }
    }
  }
  EXPECT_GT(judged, 50);
}

// With pods to spare nobody waits: requests are late independently of each other, and their number
// is Poisson.
TEST_F(WindowRisksTest, CountedAreThoseOfIndependentRequestsWhereNobodyWaits) {
  constexpr double kRate = 100;
  for (const double share : {0.042, 0.045, 0.048}) {
    const WindowRisks risks = at(kRate, -std::log(share) / kServed, Chance::Counted);
    const double mean = 60 * kRate * share;
    const double over = 60 * kRate * 0.05;
    const double normal = std::erfc((over - mean) / std::sqrt(2 * mean)) / 2;
    EXPECT_NEAR(risks.windows[1].risks.back(), normal, 0.02) << share;
  }
}

TEST_F(WindowRisksTest, FallWithTheNumberOfPods) {
  const WindowRisks risks = at(100, 0.25, Chance::Counted);
  const std::vector<double>& risk = risks.windows[0].risks;
  EXPECT_NEAR(risk.front(), 1, 1e-6);
  for (std::size_t c = 1; c < risk.size(); ++c) EXPECT_LE(risk[c], risk[c - 1] + 1e-12);
}

TEST_F(WindowRisksTest, SayHowManyPodsServeTheLoad) {
  EXPECT_EQ(at(99, 0.25, Chance::Counted).windows[1].enough, std::vector<std::int32_t>{5});
  EXPECT_EQ(at(0, 0.25, Chance::Counted).windows[1].enough, std::vector<std::int32_t>{0});
  component_.serving.discipline = Discipline::ProcessorSharing;
  component_.requests.cpu = Quantity::millis(500);
  EXPECT_EQ(at(99, 0.25, Chance::Counted).windows[1].enough, std::vector<std::int32_t>{10});
}

TEST_F(WindowRisksTest, OfFewRequestsAreOfWindowsJoined) {
  const WindowRisks risks = at(3, 0.25, Chance::Counted);  // 180 a minute
  ASSERT_EQ(risks.windows.size(), 3u);
  EXPECT_EQ(risks.judged, 1);
  const auto options = static_cast<std::size_t>(risks.counts);
  for (const ScheduleWindow& window : risks.windows) {
    EXPECT_TRUE(window.risks.empty());
    EXPECT_EQ(window.marks.size(), options);
  }
  EXPECT_TRUE(risks.windows[0].risksOfSums.empty());
  EXPECT_FALSE(risks.windows[2].risksOfSums.empty());
}

TEST_F(WindowRisksTest, OfPodsThatDoNotFitAreThoseOfThePodsThatDo) {
  scenario_.nodes[0].allocatable.cpu = Quantity::units(4);
  component_.scaling.minReplicas = 4;
  const WindowRisks four = at(100, 0.25, Chance::Counted);
  component_.scaling.minReplicas = 6;
  const WindowRisks six = at(100, 0.25, Chance::Counted);
  ASSERT_EQ(six.counts, 1);
  EXPECT_EQ(six.windows[0].risks, four.windows[0].risks);
}

TEST_F(WindowRisksTest, GiveUpWhenTooManyOrAsked) {
  scenario_.duration = std::chrono::hours(24 * 365 * 40);
  scenario_.loads = {{"shop", SteadyLoad{10}}};
  const auto load = intensitiesOf(scenario_.loads, minutes(1));
  ASSERT_TRUE(load);
  application_.components = {component_};
  Target target;
  target.metric = TargetMetric::ResponseTime;
  target.value = 0.25;
  application_.targets = {target};
  const PlannedSizes sizes = plannedSizes(scenario_, application_, component_);
  EXPECT_FALSE(
      windowRisks(scenario_, application_, sizes.sizes, load->front(), 0, Chance::Mean, [] {
        return false;
      }).complete);
  scenario_.duration = minutes(3);
  EXPECT_FALSE(
      windowRisks(scenario_, application_, sizes.sizes, load->front(), 0, Chance::Mean, [] {
        return true;
      }).complete);
}

}  // namespace
}  // namespace evenkeel::evaluation
