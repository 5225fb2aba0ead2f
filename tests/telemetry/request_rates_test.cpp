// Rates of a component out of what its pods have counted.
#include "telemetry/request_rates.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "model/metric.h"

namespace evenkeel::telemetry {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

RequestFigures counted(double requests, double errors) {
  RequestFigures figures;
  figures.requests = requests;
  figures.errors = errors;
  figures.active = 1;
  return figures;
}

PodRates podWith(double requests) {
  RequestRates rates;
  rates.requests = requests;
  return {"rs", rates};
}

TEST(RequestRates, AreByTheSecond) {
  const auto rates = ratesBetween(counted(100, 4), counted(120, 5), 2s);
  ASSERT_TRUE(rates);
  EXPECT_EQ(rates->requests, 10);
  EXPECT_EQ(rates->errors, 0.5);
  EXPECT_EQ(rates->active, 1);
}

TEST(RequestRates, OfAProgramThatWasStartedAnewAreNotKnown) {
  EXPECT_FALSE(ratesBetween(counted(100, 4), counted(3, 0), 1s));
  EXPECT_FALSE(ratesBetween(counted(100, 4), counted(101, 0), 1s));
}

TEST(RequestRates, OfACounterThatWasNotThereAreNotKnownYet) {
  const auto rates = ratesBetween({}, counted(1'000'000, 0), 1s);
  ASSERT_TRUE(rates);
  EXPECT_FALSE(rates->requests);
  EXPECT_EQ(rates->active, 1);
}

TEST(ComponentFigures, AreSumsOverPods) {
  const std::vector<PodRates> pods{podWith(10), podWith(30)};
  const auto figures = componentFigures(pods);
  EXPECT_EQ(figures.at(metric::kRequestRate), 40);
  EXPECT_FALSE(figures.contains(metric::kErrorRate));
  EXPECT_FALSE(figures.contains(metric::kActiveRequests));
  EXPECT_FALSE(figures.contains(metric::kDurationMean));
  EXPECT_TRUE(componentFigures({}).empty());
}

TEST(ComponentFigures, PodsThatAreNotKnownAreTakenToBeLikeTheOthersUpToHalfOfThem) {
  std::vector<PodRates> pods{podWith(10), podWith(30), {"rs", {}}, {"rs", {}}};
  EXPECT_EQ(componentFigures(pods).at(metric::kRequestRate), 80);
  pods.push_back({"rs", {}});
  EXPECT_TRUE(componentFigures(pods).empty());
}

TEST(ComponentFigures, APodThatHasServedNothingYetHasNoCounter) {
  std::vector<PodRates> pods{podWith(10), {"rs", RequestRates{}}};
  EXPECT_EQ(componentFigures(pods).at(metric::kRequestRate), 10);
  pods[1].maker = "another version, which may count nothing";
  EXPECT_EQ(componentFigures(pods).at(metric::kRequestRate), 20);
  pods[0].rates->requests.reset();
  EXPECT_TRUE(componentFigures(pods).empty());  // nobody counts: that is no zero
}

PodRates podWithDurations(std::map<double, double> buckets, double seconds) {
  PodRates pod = podWith(1);
  pod.rates->timed = buckets.rbegin()->second;
  pod.rates->seconds = seconds;
  pod.rates->buckets = std::move(buckets);
  return pod;
}

TEST(ComponentFigures, QuantilesAreInterpolatedInBuckets) {
  const std::vector<PodRates> pods{
      podWithDurations({{0.1, 30}, {0.2, 50}, {0.4, 50}, {kInfinity, 50}}, 5),
      podWithDurations({{0.1, 20}, {0.2, 45}, {0.4, 48}, {kInfinity, 50}}, 7)};
  const auto figures = componentFigures(pods);
  EXPECT_DOUBLE_EQ(figures.at(metric::kDurationMean), 0.12);
  EXPECT_DOUBLE_EQ(figures.at(metric::kDurationP50), 0.1);
  EXPECT_DOUBLE_EQ(figures.at(metric::kDurationP95), 0.2);
  EXPECT_DOUBLE_EQ(figures.at(metric::kDurationP99), 0.4);  // beyond the last bound
}

TEST(ComponentFigures, WithoutRequestsThereAreNoDurations) {
  const std::vector<PodRates> pods{podWithDurations({{0.1, 0}, {kInfinity, 0}}, 0)};
  const auto figures = componentFigures(pods);
  EXPECT_TRUE(figures.contains(metric::kRequestRate));
  EXPECT_FALSE(figures.contains(metric::kDurationMean));
  EXPECT_FALSE(figures.contains(metric::kDurationP95));
}

TEST(ComponentFigures, PodsThatDisagreeAboutBoundsHaveNoQuantiles) {
  const std::vector<PodRates> pods{podWithDurations({{0.1, 3}, {kInfinity, 4}}, 1),
                                   podWithDurations({{0.2, 3}, {kInfinity, 4}}, 1)};
  const auto figures = componentFigures(pods);
  EXPECT_EQ(figures.at(metric::kDurationMean), 0.25);
  EXPECT_FALSE(figures.contains(metric::kDurationP95));
}

}  // namespace
}  // namespace evenkeel::telemetry
