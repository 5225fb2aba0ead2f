#include "policy/scaling/static_policy.h"

#include <gtest/gtest.h>

#include "policy/component_fixture.h"

namespace evenkeel {
namespace {

using testing::ComponentFixture;
using testing::replicasIn;

TEST(StaticPolicy, ChangesNothingOfItself) {
  const auto policy = *makeStaticPolicy({});
  ComponentFixture component(3);
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), std::nullopt);
}

TEST(StaticPolicy, KeepsTheNumberGiven) {
  const auto policy = *makeStaticPolicy({.replicas = 5});
  ComponentFixture component(3);
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 5);
  component.state.replicas = 5;
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), std::nullopt);
}

TEST(StaticPolicy, StaysWithinTheBounds) {
  const auto policy = *makeStaticPolicy({.replicas = 50});
  ComponentFixture component(3, {1, 10, {}});
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 10);
}

}  // namespace
}  // namespace evenkeel
