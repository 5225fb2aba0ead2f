#include "policy/scaling/learning_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "policy/component_fixture.h"

namespace evenkeel {
namespace {

using testing::codesOf;
using testing::ComponentFixture;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::replicasIn;

// A component whose pods share a load, one core each; it answers in 10 ms / (1 - utilisation).
class Shop : public ComponentFixture {
 public:
  explicit Shop(std::int32_t replicas) : ComponentFixture(replicas, {1, 10, {}}) {
    state.podRequests.cpu = Quantity::units(1);
    Target target;
    target.value = 0.08;
    application.targets = {target};
  }
  void pass(double cores) {
    now += std::chrono::minutes(3);
    const double utilization = cores / state.replicas;
    load(std::min(1.0, utilization));
    const double response = utilization < 1 ? 0.01 / (1 - utilization) : 1;
    series = Window(std::chrono::minutes(3));  // of response times and of the rate alike
    series.add({SeriesId{1}, now, 15s, response});
  }
};

double missed(const Policy& policy, int decisions, double cores) {
  Shop shop(1);
  PolicyState memory;
  int missed = 0;
  for (int i = 0; i < decisions; ++i) {
    shop.pass(cores);
    auto answer = shop.decide(policy, memory);
    EXPECT_TRUE(answer);
    memory = answer->state;
    missed += ::testing::Value(codesOf(answer->decision), Contains("target-missed"));
    shop.state.replicas =
        static_cast<std::int32_t>(replicasIn(answer->decision).value_or(shop.state.replicas));
  }
  return static_cast<double>(missed) / decisions;
}

TEST(ModelBasedPolicy, LearnsToMeetTheTarget) {
  for (const LearnedModel model : {LearnedModel::Split, LearnedModel::Literal}) {
    LearningParameters parameters;
    parameters.model = model;
    const auto policy = *makeModelBasedPolicy(parameters);
    EXPECT_LT(missed(*policy, 300, 3.5), 0.25) << static_cast<int>(model);
  }
}

TEST(QLearningPolicy, TakesLongerForIt) {
  const auto qLearning = *makeQLearningPolicy({});
  const auto modelBased = *makeModelBasedPolicy({});
  EXPECT_GT(missed(*qLearning, 117, 3.5), missed(*modelBased, 117, 3.5));
}

TEST(LearningPolicy, WithoutATargetItSaysSo) {
  const auto policy = *makeModelBasedPolicy({});
  Shop shop(2);
  shop.pass(1);
  shop.application.targets.clear();
  const auto answer = shop.decide(*policy, {});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().text(), HasSubstr("no target of responseTime"));
}

TEST(LearningPolicy, WithoutSamplesItDecidesNothing) {
  const auto policy = *makeQLearningPolicy({});
  Shop shop(2);
  shop.load(0.5);
  EXPECT_EQ(shop.decide(*policy, {}).error().kind, ErrorKind::Unavailable);
}

TEST(LearningPolicy, TheWeightsSumToOne) {
  LearningParameters parameters;
  parameters.performanceWeight = 0.8;
  EXPECT_THAT(makeQLearningPolicy(parameters).error().text(), HasSubstr("= 1"));
  EXPECT_FALSE(makeModelBasedPolicy(parameters));
}

TEST(LearningPolicy, BoundsThatHaveChangedStartItAnew) {
  const auto policy = *makeModelBasedPolicy({});
  Shop shop(2);
  shop.pass(1);
  const auto first = shop.decide(*policy, {});
  shop.description.scaling.maxReplicas = 5;
  const auto second = shop.decide(*policy, first->state);
  ASSERT_TRUE(second);
  EXPECT_THAT(codesOf(second->decision), Contains("state-reset"));
}

TEST(LearningPolicy, AnyBytesAreReadOrStartItAnew) {
  for (const auto& policy : {std::shared_ptr<Policy>(*makeModelBasedPolicy({})),
                             std::shared_ptr<Policy>(*makeQLearningPolicy({}))}) {
    EXPECT_TRUE(rc::check([&](const std::string& bytes, bool cut) {
      Shop shop(2);
      shop.pass(1);
      const auto good = shop.decide(*policy, {});
      PolicyState damaged = good->state;
      damaged.bytes = cut ? damaged.bytes.substr(0, damaged.bytes.size() / 2) : bytes;
      const auto answer = shop.decide(*policy, damaged);
      RC_ASSERT(answer.has_value());
      const auto replicas = replicasIn(answer->decision).value_or(2);
      RC_ASSERT(replicas >= 1 && replicas <= 3);
    }));
  }
}

}  // namespace
}  // namespace evenkeel
