#include "policy/scaling/queueing_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <functional>

#include "policy/component_fixture.h"

namespace evenkeel {
namespace {

using testing::codesOf;
using testing::ComponentFixture;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::replicasIn;

QueueingParameters exactly(double percentile, Duration target) {
  QueueingParameters parameters;
  parameters.target = target;
  parameters.percentile = percentile;
  parameters.serviceTime = 50ms;
  parameters.margin = 0;
  parameters.downscaleStabilization = Duration{};
  return parameters;
}

// A component that gets so many requests per second, its pods with a core each.
class Shop : public ComponentFixture {
 public:
  explicit Shop(std::int32_t replicas) : ComponentFixture(replicas, {1, 1000, {}}) {
    state.podRequests.cpu = Quantity::units(1);
  }
  void rate(double perSecond) {
    now += 15s;
    series.add({SeriesId{1}, now, 15s, perSecond});
  }
};

// c times M/M/1: mean 1 / (1/s - rate/c) = 0.1 s at rate/c = 10/s.
TEST(QueueingPolicy, KeepsTheMeanOfSplitQueues) {
  const auto policy = *makeQueueingPolicy(exactly(0, 100ms));
  Shop shop(1);
  shop.rate(200);
  const auto answer = shop.decide(*policy, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(replicasIn(answer->decision), 20);
}

// P(response > t) = exp(-(20 - rate/c) t) = 5 % at 0.25 s: rate/c = 20 - ln 20 / 0.25 = 8.017/s.
TEST(QueueingPolicy, KeepsAPercentileOfSplitQueues) {
  const auto policy = *makeQueueingPolicy(exactly(95, 250ms));
  Shop shop(1);
  shop.rate(500);
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), 63);
}

TEST(QueueingPolicy, TheMarginIsOnTheLoad) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.margin = 50;
  const auto policy = *makeQueueingPolicy(parameters);
  Shop shop(1);
  shop.rate(200);
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), 30);
}

TEST(QueueingPolicy, APodHasAsManyServersAsCores) {
  const auto policy = *makeQueueingPolicy(exactly(0, 100ms));
  Shop shop(1);
  shop.state.podLimits = Resources{Quantity::units(4), {}};
  shop.rate(200);
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), 5);
}

// Half a core serves in 50 ms what a core does in 25 ms: as in KeepsTheMeanOfSplitQueues.
TEST(QueueingPolicy, APodOfLessThanACoreIsOneSlowServer) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.serviceTime = 25ms;
  const auto policy = *makeQueueingPolicy(parameters);
  Shop shop(1);
  shop.state.podRequests.cpu = Quantity::millis(500);
  shop.rate(200);
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), 20);
}

TEST(QueueingPolicy, WithoutAServiceTimeItNeedsTheCpu) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.serviceTime.reset();
  const auto policy = *makeQueueingPolicy(parameters);
  Shop shop(20);
  shop.rate(200);
  const auto answer = shop.decide(*policy, {});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().text(), HasSubstr("no CPU use"));
}

// By the CPU of pods alone, at so many requests a second; the last of the pods as it is `given`.
Result<PolicyAnswer> decidedByCpu(double rate, const std::vector<std::optional<double>>& cores,
                                  const std::function<void(PodState&, Instant now)>& given) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.serviceTime.reset();
  Shop shop(4);
  shop.rate(rate);
  shop.pods(cores);
  given(shop.pod(cores.size() - 1), shop.now);
  return shop.decide(**makeQueueingPolicy(parameters), {});
}

// 20 requests a second of 50 ms each are served by every pod that served all along.
TEST(QueueingPolicy, PodsThatCannotBeReadServeAsTheOthersDo) {
  const auto decided = [](const std::vector<std::optional<double>>& cores, Duration readyFor) {
    return decidedByCpu(80, cores, [&](PodState& last, Instant now) {
      last.started = now - readyFor - 20s;
      last.readyTransition = now - readyFor;
    });
  };
  const auto all = decided({1.0, 1.0, 1.0, 1.0}, 10min);
  const auto one = decided({1.0, 1.0, 1.0, std::nullopt}, 10min);
  EXPECT_EQ(replicasIn(one->decision), replicasIn(all->decision));
  const auto fresh = decided({24.0 / 19, 24.0 / 19, 24.0 / 19, std::nullopt}, 10s);  // of a minute
  EXPECT_EQ(replicasIn(fresh->decision), replicasIn(all->decision));
  EXPECT_TRUE(decided({1.0, 1.0, std::nullopt, std::nullopt}, 10min));
  EXPECT_FALSE(decided({1.0, std::nullopt, std::nullopt, std::nullopt}, 10min));
}

TEST(QueueingPolicy, CpuOfPodsThatStartIsNoService) {
  const auto replicasWith = [](const std::vector<std::optional<double>>& cores, bool lastIsReady) {
    return replicasIn(decidedByCpu(40, cores, [&](PodState& last, Instant) {
                        last.ready = lastIsReady;
                      })->decision);
  };
  // 2 cores for 40/s are 50 ms each, as with one more that starts, whatever it burns.
  EXPECT_EQ(replicasWith({0.5, 0.5, 0.5, 0.5}, true), std::nullopt);
  EXPECT_EQ(replicasWith({0.5, 0.5, 0.5, 0.5, 1.0}, false), std::nullopt);
  EXPECT_EQ(replicasWith({0.5, 0.5, 0.5, 0.5, 1.0}, true), 12);  // 75 ms each
}

// They serve all that comes since then, and what others served before is no work of theirs.
TEST(QueueingPolicy, RequestsOfPodsThatAreGoneAreNotCounted) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.serviceTime.reset();
  Shop shop(4);
  for (int i = 0; i < 4; ++i) shop.rate(42);
  shop.pods({0.5, 0.5, 0.5, 0.5});
  for (std::size_t i = 0; i < 4; ++i) {
    shop.pod(i).started = shop.now - 20s;
    shop.pod(i).readyTransition = shop.now - 15s;
  }
  const auto policy = *makeQueueingPolicy(parameters);
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), std::nullopt);     // four, as there are
  for (std::size_t i = 0; i < 4; ++i) shop.pod(i).started = shop.now - 10min;  // a probe had failed
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), std::nullopt);
  for (std::size_t i = 0; i < 4; ++i) shop.pod(i).readyTransition = shop.now + 5min;  // its clock
  EXPECT_EQ(replicasIn(shop.decide(*policy, {})->decision), std::nullopt);
}

// What it burns in its first seconds would be worked off by more pods, which start as well.
TEST(QueueingPolicy, AReadingThatBeganBeforeAPodWasReadyIsNoService) {
  const auto replicasWith = [](double cores, Duration readyFor) {
    return replicasIn(
        decidedByCpu(42, {0.5, 0.5, 0.5, 0.5, cores}, [&](PodState& last, Instant now) {
          last.started = now - 30s;
          last.readyTransition = now - readyFor;
        })->decision);
  };
  EXPECT_EQ(replicasWith(100, 1s), std::nullopt);
  EXPECT_EQ(replicasWith(100, 14s), 5);  // 50 ms: as the others, for a quarter of the window
  EXPECT_EQ(replicasWith(1, 15s), 11);   // 71 ms
}

// From zero it could not tell the service time any more.
TEST(QueueingPolicy, GoesToZeroOnlyWithAServiceTime) {
  QueueingParameters parameters = exactly(0, 100ms);
  for (const bool given : {true, false}) {
    if (!given) parameters.serviceTime.reset();
    Shop shop(2);
    shop.description.scaling.minReplicas = 0;
    shop.load(0);
    shop.rate(0);
    const auto answer = shop.decide(**makeQueueingPolicy(parameters), {});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(replicasIn(answer->decision), given ? 0 : 1);
  }
}

TEST(QueueingPolicy, ATargetThatServiceAloneMissesAsksForLittleWaiting) {
  const auto policy = *makeQueueingPolicy(exactly(0, 10ms));
  Shop shop(1);
  shop.rate(200);
  const auto answer = shop.decide(*policy, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(replicasIn(answer->decision), 20);  // as long again as the service takes
}

TEST(QueueingPolicy, HoldsWhatWasWantedAMomentAgo) {
  QueueingParameters parameters = exactly(0, 100ms);
  parameters.window = 15s;
  parameters.downscaleStabilization = 60s;
  const auto policy = *makeQueueingPolicy(parameters);
  Shop shop(20);
  shop.rate(200);
  auto answer = shop.decide(*policy, {});
  for (int i = 0; i < 3; ++i) {
    shop.rate(100);
    answer = shop.decide(*policy, answer->state);
    EXPECT_EQ(replicasIn(answer->decision), std::nullopt) << i;
    EXPECT_THAT(codesOf(answer->decision), Contains("held-up"));
  }
  shop.rate(100);
  EXPECT_EQ(replicasIn(shop.decide(*policy, answer->state)->decision), 10);
}

TEST(QueueingPolicy, AnyBytesAreReadOrStartItAnew) {
  const auto policy = *makeQueueingPolicy(exactly(0, 100ms));
  EXPECT_TRUE(rc::check([&](const std::string& bytes) {
    Shop shop(1);
    shop.rate(200);
    RC_ASSERT(shop.decide(*policy, {1, bytes}).has_value());
  }));
}

}  // namespace
}  // namespace evenkeel
