// The arithmetic is the business of the vectors (vpa.json); here is what the policy makes of it.
#include "policy/scaling/vpa_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "policy/component_fixture.h"
#include "policy/scaling/vpa_memory.h"

namespace evenkeel {
namespace {

using testing::ComponentFixture;
using ::testing::HasSubstr;

// One pod asking for a core; its series of CPU and, as the second need, of memory.
class Pod : public ComponentFixture {
 public:
  Pod() : ComponentFixture(1) {
    description.resourceBounds = ResourceBounds{{Quantity::millis(10), Quantity::units(10 << 20)},
                                                {Quantity::units(8), Quantity::units(8LL << 30)}};
    state.podRequests = {Quantity::units(1), Quantity::units(1LL << 30)};
  }
  Result<PolicyAnswer> after(Duration time, double cores, const Policy& policy,
                             const PolicyState& memory) {
    now += time;
    pods({cores});
    pod(0).started = now - std::chrono::hours(13);
    return decide(policy, memory);
  }
};

const Setting* settingOf(const Decision& decision, std::string_view knob) {
  for (const Action& action : decision.actions) {
    for (const Setting& setting : action.settings) {
      if (setting.knob == knob) return &setting;
    }
  }
  return nullptr;
}

TEST(VpaPolicy, GoesToThePercentileWithItsMargin) {
  const auto policy = *makeVpaPolicy({});
  Pod pod;
  PolicyState memory;
  Decision last;
  for (int minute = 0; minute < 30; ++minute) {
    auto answer = pod.after(60s, 0.2, *policy, memory);
    ASSERT_TRUE(answer);
    memory = answer->state;
    last = answer->decision;
  }
  const Setting* cpu = settingOf(last, knob::kCpu);
  ASSERT_NE(cpu, nullptr) << "a pod of 13 hours that is five times too large";
  // The end of the bucket of 0.2 cores, which is 0.02 wide, and 15 %.
  EXPECT_GE(cpu->value.asDouble(), 0.2 * 1.15);
  EXPECT_LE(cpu->value.asDouble(), 0.22 * 1.15);
  EXPECT_EQ(settingOf(last, knob::kMemory), nullptr) << "nothing is known of memory";
}

TEST(VpaPolicy, ModeOffOnlyRecommends) {
  VpaParameters parameters;
  parameters.mode = VpaMode::Off;
  const auto policy = *makeVpaPolicy(parameters);
  Pod pod;
  const auto answer = pod.after(60s, 0.2, *policy, {});
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->decision.actions.empty());
  ASSERT_FALSE(answer->decision.reasons.empty());
  EXPECT_EQ(answer->decision.reasons[0].code, "vpa-recommendation");
}

TEST(VpaPolicy, AYoungPodWithinWideBoundsIsLeftAlone) {
  const auto policy = *makeVpaPolicy({});
  Pod pod;
  pod.now += 60s;
  pod.pods({0.5});
  pod.pod(0).started = pod.now - std::chrono::hours(1);
  const auto answer = pod.decide(*policy, {});
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->decision.actions.empty());
}

TEST(VpaPolicy, KilledForMemorySoonAfterItsStartItIsGivenMore) {
  const auto policy = *makeVpaPolicy({});
  Pod pod;
  pod.now += 60s;
  pod.pods({0.5});
  pod.pod(0).started = pod.now - 30s;
  auto answer = pod.decide(*policy, {});
  ASSERT_TRUE(answer);
  ASSERT_TRUE(answer->decision.actions.empty());
  pod.now += 60s;
  pod.pods({0.5});
  pod.pod(0).started = pod.now - 90s;
  pod.pod(0).containers[0].restarts = 1;
  pod.pod(0).containers[0].lastKilledForMemory = true;
  answer = pod.decide(*policy, answer->state);
  ASSERT_TRUE(answer);
  const Setting* memory = settingOf(answer->decision, knob::kMemory);
  ASSERT_NE(memory, nullptr);
  EXPECT_GE(memory->value.asDouble(), 1.2 * 1.15 * (1LL << 30));
}

TEST(VpaPolicy, PercentilesInOrder) {
  VpaParameters parameters;
  parameters.lowerBoundPercentile = 99;
  EXPECT_THAT(makeVpaPolicy(parameters).error().text(), HasSubstr("lowerBoundPercentile <="));
}

TEST(VpaMemory, ReadsWhatItWrites) {
  vpa::PolicyMemory memory{vpa::UsageRules{}};
  memory.usage.addCpu(0.3, 1, Instant{5s});
  memory.usage.apply({{}, 1e9, Instant{86400s}});
  memory.seen = Instant{5s};
  memory.pods.push_back(
      {AssetId{7}, {Instant{86400s}, Instant{5s}, 1e9, 0}, 2, Instant{1s}, Duration{3s}});
  const PolicyState state = vpa::encode(memory);
  const auto read = vpa::decode(state, vpa::UsageRules{});
  ASSERT_TRUE(read);
  EXPECT_EQ(vpa::encode(*read), state);
  EXPECT_EQ(read->usage.cpu.percentile(0.9), memory.usage.cpu.percentile(0.9));
}

// Buckets are kept from the lowest used to the highest, whichever came first.
TEST(VpaHistogram, ABucketBelowAllOthersCounts) {
  const vpa::Buckets buckets = vpa::Buckets::linear(10, 1, 1e-3);
  vpa::Histogram histogram(buckets);
  for (const double value : {5.5, 2.5, 7.5, 2.5}) histogram.add(value, 1, Instant{});
  EXPECT_EQ(histogram.percentile(0.5), 3);
  EXPECT_EQ(histogram.percentile(0.75), 6);
  EXPECT_EQ(histogram.percentile(1), 8);
  vpa::Histogram read(buckets);
  read.restore(histogram.content());
  EXPECT_EQ(read.content(), histogram.content());
  EXPECT_EQ(read.percentile(0.75), 6);
}

TEST(VpaHistogram, WhatIsRestoredEndsWithTheBuckets) {
  const vpa::Buckets buckets = vpa::Buckets::linear(3, 1, 1e-3);
  vpa::Histogram histogram(buckets);
  histogram.restore({{}, 2, {1, 1, 1, 1, 1}});
  EXPECT_EQ(histogram.content().weights.size(), buckets.count() - 2);
  histogram.restore({{}, std::size_t{1} << 60, {1, -1}});
  EXPECT_TRUE(histogram.empty());
  histogram.add(1.5, 1, Instant{});
  EXPECT_EQ(histogram.percentile(1), 2);
}

TEST(VpaMemory, AnyBytesAreReadOrRefused) {
  const auto readsAnything = [](const std::string& bytes) {
    vpa::decode({2, bytes}, vpa::UsageRules{});
  };
  EXPECT_TRUE(rc::check(readsAnything));
}

}  // namespace
}  // namespace evenkeel
