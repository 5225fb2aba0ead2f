// What the vectors do not reach: saturation, strangers, sums below zero. Values by hand from the
// rules of docs/policies/hpa.md.
#include "policy/scaling/hpa_replicas.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "policy/scaling/hpa_arithmetic.h"

namespace evenkeel::hpa {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr Instant kNow{std::chrono::hours(10)};

PodState runningPod() {
  PodState state;
  state.phase = PodPhase::Running;
  state.ready = true;
  state.started = kNow - std::chrono::hours(1);
  state.readyTransition = kNow - std::chrono::hours(1);
  state.containers.resize(2);
  state.containers[0].name = "app";
  state.containers[0].cpuRequest = Quantity::millis(300);
  state.containers[1].name = "mesh";
  state.containers[1].cpuRequest = Quantity::millis(100);
  state.containers[1].restartableInit = true;
  return state;
}

const PodState kPod = runningPod();

MeasuredPod using_(std::int64_t milli) {
  return {&kPod, "p", PodSample{milli, kNow, 15s}};
}

PodRules rules() {
  PodRules rules;
  rules.now = kNow;
  return rules;
}

TEST(HpaReplicas, UtilisationIsOfTheWholePodOrOfOneContainer) {
  const std::array pods{using_(240), using_(240)};
  // floor(100 * 480 / 800) = 60; floor(100 * 480 / 600) = 80.
  const auto whole = utilizationReplicas(2, {pods}, Resource::Cpu, "", 40, rules());
  EXPECT_EQ(whole->utilization, 60);
  EXPECT_EQ(whole->replicas, 3);
  const auto app = utilizationReplicas(2, {pods}, Resource::Cpu, "app", 40, rules());
  EXPECT_EQ(app->utilization, 80);
  EXPECT_EQ(app->replicas, 4);
  EXPECT_FALSE(utilizationReplicas(2, {pods}, Resource::Cpu, "gone", 40, rules()));
  EXPECT_FALSE(utilizationReplicas(2, {pods}, Resource::Memory, "", 40, rules()));
}

TEST(HpaReplicas, ThePercentageIsCutOff) {
  const std::array pods{using_(263)};  // 65.75 %
  const auto got = utilizationReplicas(1, {pods}, Resource::Cpu, "", 65, rules());
  EXPECT_EQ(got->utilization, 65);
}

TEST(HpaReplicas, EachDirectionHasItsTolerance) {
  PodRules strict = rules();
  strict.tolerance = {.up = 0.05, .down = 0.4};
  const std::array above{using_(106), using_(106)};
  EXPECT_EQ(averageReplicas(2, {above}, false, 100, strict)->replicas, 3);
  const std::array below{using_(61), using_(61)};
  EXPECT_EQ(averageReplicas(2, {below}, false, 100, strict)->replicas, 2);
  const std::array farBelow{using_(49), using_(49)};
  EXPECT_EQ(averageReplicas(2, {farBelow}, false, 100, strict)->replicas, 1);
}

TEST(HpaReplicas, AnAbsurdLoadAsksForManyPodsNotForNone) {
  const std::array pods{using_(kMost), using_(kMost)};
  EXPECT_EQ(averageReplicas(2, {pods}, false, 1, rules())->replicas, kMaxReplicas);
  EXPECT_EQ(utilizationReplicas(2, {pods}, Resource::Cpu, "", 1, rules())->replicas, kMaxReplicas);
  EXPECT_EQ(valueReplicas(2, kMost, 1, pods, {})->replicas, kMaxReplicas);
  EXPECT_EQ(perPodReplicas(2, kMost, 1, {}).replicas, kMaxReplicas);
  EXPECT_EQ(perPodReplicas(2, kMost, 1, {}).usage, kMost);
}

TEST(HpaReplicas, StrangersWeighInTheAverageOnly) {
  const std::array pods{using_(100), using_(100)};
  const std::array<std::int64_t, 2> strangers{400, 400};
  // (100 + 100 + 400 + 400) / 4 = 250 against 100, times the two pods that are known.
  const auto got = averageReplicas(2, {pods, strangers}, false, 100, rules());
  EXPECT_EQ(got->usage, 250);
  EXPECT_EQ(got->replicas, 5);
}

TEST(HpaReplicas, SumsOfSeriesAreCapped) {
  const std::array<std::int64_t, 3> large{kMost - 1, 5, -7};
  EXPECT_EQ(sumForValue(large), kMost);
  EXPECT_EQ(sumForAverage(large), kMost);
  const std::array<std::int64_t, 2> negative{3, -5};
  EXPECT_EQ(sumForValue(negative), -2);
  EXPECT_EQ(sumForAverage(negative), kMost);  // taken for an overflow, as Kubernetes does
}

TEST(HpaReplicas, WithNoPodsThereIsNothingToScale) {
  EXPECT_FALSE(utilizationReplicas(1, {}, Resource::Cpu, "", 50, rules()));
  EXPECT_FALSE(averageReplicas(1, {}, false, 50, rules()));
  EXPECT_FALSE(valueReplicas(1, 500, 50, {}, {}));
  EXPECT_EQ(valueReplicas(0, 70, 50, {}, {})->replicas, 2);
  EXPECT_EQ(perPodReplicas(0, 70, 50, {}).replicas, 2);
  EXPECT_EQ(perPodReplicas(0, 0, 50, {}).replicas, 0);
  EXPECT_EQ(perPodReplicas(0, 70, 50, {}).usage, 0);
}

}  // namespace
}  // namespace evenkeel::hpa
