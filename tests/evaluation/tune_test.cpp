#include "evaluation/tune.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "description/read_scenario.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::minutes;
using Values = std::vector<std::string>;

ParameterRange range(std::string_view text) {
  auto parsed = ParameterRange::parse(text);
  EXPECT_TRUE(parsed) << text;
  return *parsed;
}

TEST(ParameterRange, SpreadsValues) {
  EXPECT_EQ(range("cpu=40..70").values(4), (Values{"40", "50", "60", "70"}));
  EXPECT_EQ(range("cpu=1..3").values(7), (Values{"1", "2", "3"}));
  EXPECT_EQ(range("margin=0.0..1").values(3), (Values{"0", "0.5", "1"}));
  EXPECT_EQ(range("loop=10s..1000s").values(3), (Values{"10s", "1m40s", "16m40s"}));
  EXPECT_EQ(range("queueing=split|pooled").values(2), (Values{"split", "pooled"}));
  EXPECT_EQ(range("queueing=split").values(7), (Values{"split"}));
}

TEST(ParameterRange, NarrowsToTheNeighbours) {
  EXPECT_EQ(range("cpu=40..70").around(1, 4).values(3), (Values{"40", "50", "60"}));
  EXPECT_EQ(range("cpu=40..70").around(3, 4).values(3), (Values{"60", "65", "70"}));
  EXPECT_EQ(range("a=x|y|z").around(1, 7).values(7), (Values{"y"}));
  EXPECT_EQ(range("loop=10s..1000s").around(0, 3).values(2), (Values{"10s", "1m40s"}));
}

TEST(ParameterRange, RefusesWhatIsNone) {
  for (const char* text : {"", "cpu", "=4..5", "cpu=", "cpu=5..4", "cpu=4..4", "cpu=1..x", "a=x||y",
                           "a=x|", "cpu=nan..3", "loop=5m..15s", "loop=15..5m", "cpu=1..inf"}) {
    const auto parsed = ParameterRange::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_FALSE(parsed.error().valid.empty());
  }
}

TEST(WithParameter, WritesTheCallAnew) {
  const PolicyCall call = *parsePolicyCall("hpa(cpu=60, loop=3m)");
  EXPECT_EQ(withParameter(call, "cpu", "70").text, "hpa(cpu=70, loop=3m)");
  EXPECT_EQ(withParameter(*parsePolicyCall("hpa"), "cpu", "70").text, "hpa(cpu=70)");
}

class Tune : public testing::Test {
 protected:
  Tune() {
    setup_.scenario = readScenario("examples/step.yaml", {}).scenario;
    setup_.scenario.loads = {{"web", DiurnalLoad{60, 40, minutes(15)}}};
    setup_.scenario.duration = minutes(50);
    setup_.call = *parsePolicyCall("hpa(cpu=60)");
    setup_.make = [](const PolicyCall& call) { return makePolicy(call); };
    setup_.seeds = 2;
  }
  Result<Tuning> tuning() {
    return tune(setup_, [](std::size_t) {}, [] { return false; });
  }

  TuneSetup setup_;
};

TEST_F(Tune, FindsTheCheapestThatKeepsTheTarget) {
  setup_.ranges = {range("cpu=20..95")};
  const auto found = tuning();
  ASSERT_TRUE(found);
  const TuningTrial& best = found->trials[found->best];
  EXPECT_LE(best.over, setup_.mostOver);
  EXPECT_EQ(best.detail, simulation::Detail::Requests);
  std::set<std::pair<simulation::Detail, std::string>> seen;
  for (const TuningTrial& trial : found->trials) {
    EXPECT_TRUE(seen.insert({trial.detail, trial.call.text}).second)
        << "twice: " << trial.call.text;
    if (trial.detail == best.detail && trial.over <= setup_.mostOver) {
      EXPECT_GE(trial.coreHours, best.coreHours);
    }
  }
  setup_.threads = 3;
  const auto again = tuning();
  ASSERT_TRUE(again);
  ASSERT_EQ(again->trials.size(), found->trials.size());
  for (std::size_t i = 0; i < found->trials.size(); ++i) {
    EXPECT_EQ(again->trials[i].call.text, found->trials[i].call.text);
    EXPECT_EQ(again->trials[i].coreHours, found->trials[i].coreHours);
  }
}

TEST_F(Tune, WhereNoneKeepsTheTargetTakesTheFewestOver) {
  setup_.ranges = {range("cpu=20..95")};
  setup_.scenario.applications[0].targets[0].value = 0.001;
  const auto found = tuning();
  ASSERT_TRUE(found);
  const TuningTrial& best = found->trials[found->best];
  for (const TuningTrial& trial : found->trials) {
    EXPECT_TRUE(trial.detail != best.detail || trial.over >= best.over);
  }
}

TEST_F(Tune, WhatIsFoundWasPlayedRequestByRequest) {
  setup_.ranges = {range("cpu=60|61|80")};
  const auto found = tuning();
  ASSERT_TRUE(found);
  const auto byRequests = std::count_if(
      found->trials.begin(), found->trials.end(),
      [](const TuningTrial& trial) { return trial.detail == simulation::Detail::Requests; });
  EXPECT_EQ(byRequests, 3);
  EXPECT_EQ(found->trials[found->best].detail, simulation::Detail::Requests);

  setup_.detail = simulation::Detail::Requests;
  const auto slow = tuning();
  ASSERT_TRUE(slow);
  EXPECT_EQ(slow->trials.size(), 3U);
  EXPECT_EQ(slow->trials[slow->best].call.text, found->trials[found->best].call.text);
}

TEST_F(Tune, AValueThatThePolicyDoesNotTakeIsItsError) {
  setup_.ranges = {range("cpuu=20..95")};
  const auto found = tuning();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().text().find("cpuu"), std::string::npos);
}

TEST_F(Tune, RefusesAPartWithoutRequests) {
  setup_.scenario.loads = {{"web", StepLoad{0, 50, setup_.scenario.duration * 9 / 10}}};
  const auto found = tuning();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::Refused);
}

TEST_F(Tune, ReadsATraceOnce) {
  TraceLoad load;
  load.file = testing::TempDir() + "tune_test_read_once.csv";
  load.interval = minutes(1);
  std::ofstream out(load.file);
  out << "minute,count\n";
  for (int minute = 0; minute < 50; ++minute) out << minute << ",3600\n";
  out.close();
  setup_.scenario.loads = {{"web", load}};
  const auto found =
      tune(setup_, [&](std::size_t) { std::filesystem::remove(load.file); }, [] { return false; });
  EXPECT_TRUE(found) << found.error().text();
  EXPECT_FALSE(std::filesystem::exists(load.file));
}

// The load of the training part is that of the whole run, whatever is judged.
TEST_F(Tune, TheTrainingPartIsTheBeginningOfTheWhole) {
  ComparisonSetup comparison;
  comparison.scenario = setup_.scenario;
  comparison.contenders = {{"static", {}}};
  comparison.part = Part::Training;
  const auto part = compare(comparison, [](std::size_t) {}, [] { return false; });
  comparison.scenario.duration = minutes(30);
  comparison.part = Part::Whole;
  const auto whole = compare(comparison, [](std::size_t) {}, [] { return false; });
  ASSERT_TRUE(part);
  ASSERT_TRUE(whole);
  EXPECT_EQ(part->duration, minutes(30));
  EXPECT_EQ(part->policies[0].runs, whole->policies[0].runs);
}

}  // namespace
}  // namespace evenkeel::evaluation
