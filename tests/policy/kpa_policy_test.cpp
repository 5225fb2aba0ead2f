// The arithmetic of a decision is the business of the vectors (knative-kpa.json); here is what the
// policy makes of it.
#include "policy/scaling/kpa_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "policy/component_fixture.h"
#include "policy/scaling/kpa_memory.h"

namespace evenkeel {
namespace {

using testing::codesOf;
using testing::ComponentFixture;
using ::testing::Contains;
using testing::replicasIn;

// A component whose load has been the same for as long as anybody knows.
class Steady : public ComponentFixture {
 public:
  Steady(std::int32_t replicas, double load) : ComponentFixture(replicas, {0, 100, {}}) {
    state.readyReplicas = replicas;
    series = Window(60s);
    now -= 60s;
    pass(60s, load);
  }
  void pass(Duration time, double load) {
    for (const Instant end = now + time; now < end;) {
      now += 2s;
      series.add({SeriesId{1}, now, Duration{}, load});
    }
  }
  void scale(std::int32_t replicas) {
    state.replicas = state.statusReplicas = state.readyReplicas = replicas;
  }
};

std::unique_ptr<Policy> kpaAt(double target) {
  KpaParameters parameters;
  parameters.target = target;
  return *makeKpaPolicy(parameters);
}

TEST(KpaPolicy, DividesTheLoadByWhatAPodIsMeantToCarry) {
  const auto policy = kpaAt(10);
  Steady component(1, 50);
  const auto answer = component.decide(*policy, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(replicasIn(answer->decision), 8);  // 50 / (70 % of 10)
}

TEST(KpaPolicy, AfterARestartNothingGoesDownForAWholeStableWindow) {
  const auto policy = kpaAt(10);
  Steady component(8, 7);
  auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  EXPECT_THAT(codesOf(answer->decision), Contains("kpa-no-way-down-in-panic"));
  component.pass(62s, 7);
  answer = component.decide(*policy, answer->state);
  EXPECT_EQ(replicasIn(answer->decision), 4) << "half of what is ready, no lower at once";
}

TEST(KpaPolicy, TheLastPodStaysForTheGracePeriod) {
  const auto policy = kpaAt(10);
  Steady component(1, 0);
  auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  EXPECT_THAT(codesOf(answer->decision), Contains("kpa-grace-period"));
  component.pass(28s, 0);
  answer = component.decide(*policy, answer->state);
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  component.pass(2s, 0);
  answer = component.decide(*policy, answer->state);
  EXPECT_EQ(replicasIn(answer->decision), 0);
  component.scale(0);
  component.pass(2s, 1);
  answer = component.decide(*policy, answer->state);
  EXPECT_EQ(replicasIn(answer->decision), 1) << "and comes back with the first request";
}

TEST(KpaPolicy, WithoutSamplesItDecidesNothing) {
  const auto policy = kpaAt(10);
  ComponentFixture component(4);
  const auto answer = component.decide(*policy, {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
}

TEST(KpaPolicy, ADamagedStateIsSaidAndStartsAnew) {
  const auto policy = kpaAt(10);
  Steady component(1, 7);
  const auto answer = component.decide(*policy, PolicyState{1, "x"});
  ASSERT_TRUE(answer);
  EXPECT_THAT(codesOf(answer->decision), Contains("state-reset"));
}

TEST(KpaMemory, ReadsWhatItWrites) {
  kpa::PolicyMemory memory;
  memory.decider = {Instant{5s}, 7, {{3, 9}, {4, 8}}};
  memory.idleSince = Instant{4s};
  const auto read = kpa::decode(kpa::encode(memory), Instant{10s});
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, memory);
}

TEST(KpaMemory, AnyBytesAreReadOrRefused) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const auto read = kpa::decode({1, bytes}, Instant{10s});
    if (read) RC_ASSERT(!read->decider.panicking || *read->decider.panicking <= Instant{10s});
  }));
}

}  // namespace
}  // namespace evenkeel
