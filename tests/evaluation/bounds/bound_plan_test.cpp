#include "evaluation/bounds/bound_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::minutes;

// One pod serves 20 requests/s; the load comes to 60.
Scenario scenarioOf() {
  Scenario scenario;
  scenario.name = "bounds";
  scenario.duration = minutes(20);
  Application shop;
  shop.name = "shop";
  shop.permittedActions = {PermittedAction::Scale};
  Target fast;
  fast.metric = TargetMetric::ResponseTime;
  fast.statistic = Statistic::P95;
  fast.value = 0.25;
  shop.targets = {fast};
  Component cart;
  cart.name = "cart";
  cart.replicas = 2;
  cart.scaling.minReplicas = 1;
  cart.scaling.maxReplicas = 20;
  cart.serving.serviceTime.mean = std::chrono::milliseconds(50);
  shop.components = {cart};
  scenario.applications = {shop};
  Node node;
  node.name = "node";
  node.allocatable = {Quantity::units(32), Quantity::units(std::int64_t{64} << 30)};
  scenario.nodes = {node};
  scenario.loads = {{"shop", StepLoad{20, 60, minutes(10)}}};
  return scenario;
}

BoundPlan planned(const Scenario& scenario, Bound bound = Bound::B1c) {
  const auto load = intensitiesOf(scenario.loads, scenario.duration);
  EXPECT_TRUE(load);
  const auto plan = planOf(scenario, *load, bound, [] { return false; });
  EXPECT_TRUE(plan);
  return *plan;
}

TEST(Bounds, FollowTheLoad) {
  const BoundPlan plan = planned(scenarioOf());
  const auto& counts = plan.components[0].schedule.counts;
  EXPECT_LT(counts.front(), counts.back());
  EXPECT_TRUE(plan.notes.empty());
  ASSERT_TRUE(plan.leastPodSeconds);
  EXPECT_LE(*plan.leastPodSeconds, plan.podSeconds);
  EXPECT_DOUBLE_EQ(plan.coreSeconds, plan.podSeconds);  // a core each
}

// What it was before sizes and joined windows were planned.
TEST(Bounds, OfReplicasAloneStayAsTheyWere) {
  Scenario scenario = scenarioOf();
  scenario.duration = minutes(120);
  scenario.loads = {{"shop", DiurnalLoad{120, 80, minutes(60)}}};
  scenario.nodes[0].allocatable.cpu = Quantity::units(1000);
  EXPECT_NEAR(planned(scenario).podSeconds, 56749.8, 1e-6);
  EXPECT_NEAR(planned(scenario, Bound::B0).podSeconds, 54535.9, 1e-6);
  scenario.routing = Routing::Random;
  scenario.applications[0].components[0].scaling.maxReplicas = 60;
  EXPECT_NEAR(planned(scenario).podSeconds, 152633.8, 1e-6);
}

// A load that is gone at ten minutes.
std::vector<std::int32_t> countsAfterTheFall(GuardrailProfile profile, Duration coolDown,
                                             double maxStepDown = 0.5) {
  Scenario scenario = scenarioOf();
  scenario.loads = {{"shop", StepLoad{300, 0, minutes(10)}}};
  GuardrailLimits& limits = scenario.applications[0].guardrails;
  limits.profile = profile;
  limits.coolDown = coolDown;
  limits.maxStepDown = maxStepDown;
  const BoundPlan plan = planned(scenario);
  const auto& counts = plan.components[0].schedule.counts;
  return {counts.begin() + 9, counts.begin() + 13};
}

TEST(Bounds, FallAsFarAsTheGuardrailsLetPolicies) {
  using Counts = std::vector<std::int32_t>;
  const auto standard = GuardrailProfile::Standard;
  EXPECT_EQ(countsAfterTheFall(standard, minutes(1)), (Counts{18, 9, 5, 3}));
  EXPECT_EQ(countsAfterTheFall(standard, minutes(5)), (Counts{18, 9, 5, 3}));
  EXPECT_EQ(countsAfterTheFall(standard, std::chrono::seconds(25)), (Counts{18, 3, 1, 1}));
  EXPECT_EQ(countsAfterTheFall(standard, minutes(1), 0.1), (Counts{18, 17, 16, 15}));
  EXPECT_EQ(countsAfterTheFall(standard, minutes(1), 1), (Counts{18, 1, 1, 1}));
  EXPECT_EQ(countsAfterTheFall(standard, Duration::zero()), (Counts{18, 1, 1, 1}));
  EXPECT_EQ(countsAfterTheFall(GuardrailProfile::Parity, minutes(1)), (Counts{18, 1, 1, 1}));
}

TEST(Bounds, KeepTheCountWhereTheApplicationDoesNotPermitScale) {
  Scenario scenario = scenarioOf();
  scenario.applications[0].permittedActions = {PermittedAction::Move};
  const BoundPlan plan = planned(scenario);
  for (const std::int32_t count : plan.components[0].schedule.counts) EXPECT_EQ(count, 2);
  EXPECT_DOUBLE_EQ(plan.podSeconds, 2 * 1200);
  EXPECT_DOUBLE_EQ(plan.leastPodSeconds.value_or(0), plan.podSeconds);
  ASSERT_EQ(plan.notes.size(), 1u);
  EXPECT_NE(plan.notes[0].find("keeps its 2 pods"), std::string::npos);
}

TEST(Bounds, PlanNoMorePodsThanFit) {
  Scenario scenario = scenarioOf();
  scenario.nodes[0].allocatable.cpu = Quantity::millis(3500);
  const BoundPlan plan = planned(scenario);
  const auto& counts = plan.components[0].schedule.counts;
  EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 3);
  ASSERT_EQ(plan.notes.size(), 1u);
  EXPECT_NE(plan.notes[0].find("3 pods would fit"), std::string::npos);
}

// 60 to 480 requests a minute: up to seven minutes are judged as one.
TEST(Bounds, ChangeTheCountWithinJoinedWindows) {
  Scenario scenario = scenarioOf();
  scenario.applications[0].components[0].serving.serviceTime.mean = std::chrono::milliseconds(60);
  scenario.loads = {{"shop", DiurnalLoad{4.5, 3.5, minutes(20)}}};
  const BoundPlan plan = planned(scenario);
  EXPECT_LT(plan.judged, 15);
  const PlannedComponent& cart = plan.components[0];
  ASSERT_EQ(cart.begins.size(), 20u);  // minutes
  EXPECT_EQ(cart.schedule.counts.size(), 20u);
  const auto [least, most] =
      std::minmax_element(cart.schedule.counts.begin(), cart.schedule.counts.end());
  EXPECT_LT(*least, *most);
  EXPECT_LE(plan.violated, 0.01 * plan.judged + 1e-6);
}

Scenario resizable() {
  Scenario scenario = scenarioOf();
  Application& shop = scenario.applications[0];
  shop.permittedActions.push_back(PermittedAction::Resize);
  const Quantity memory = shop.components[0].requests.memory;
  shop.components[0].resourceBounds = {{Quantity::millis(250), memory},
                                       {Quantity::units(4), memory}};
  return scenario;
}

TEST(Bounds, PlanTheSizeTooWhereItIsPermitted) {
  const BoundPlan kept = planned(scenarioOf());
  const BoundPlan plan = planned(resizable());
  EXPECT_FALSE(plan.leastPodSeconds);
  EXPECT_LT(plan.coreSeconds, kept.coreSeconds);
  EXPECT_LE(plan.leastCoreSeconds, plan.coreSeconds);
  EXPECT_LE(plan.violated, 0.01 * plan.judged + 1e-6);
}

// No policy under the same guardrails may cost less: sizes fall too, however small the step.
TEST(Bounds, SizesFallUnderASmallStep) {
  Scenario scenario = resizable();
  scenario.applications[0].permittedActions = {PermittedAction::Resize};
  scenario.applications[0].components[0].requests.cpu = Quantity::units(4);
  scenario.applications[0].guardrails.maxStepDown = 0.1;
  scenario.loads = {{"shop", SteadyLoad{5}}};
  const Schedule schedule = planned(scenario).components[0].schedule;
  EXPECT_LT(schedule.sizes.back() + 3, schedule.sizes.front());
}

TEST(Bounds, SayWhereNothingIsPossibleInSteps) {
  Scenario scenario = resizable();
  Application& shop = scenario.applications[0];
  scenario.nodes[0].allocatable.cpu = Quantity::units(4);
  shop.components[0].replicas = shop.components[0].scaling.maxReplicas = 16;
  shop.components[0].requests.cpu = Quantity::units(2);
  scenario.loads = {{"shop", SteadyLoad{20}}};
  const BoundPlan plan = planned(scenario);
  EXPECT_TRUE(plan.keepsLimit);
  EXPECT_LE(plan.leastCoreSeconds, plan.coreSeconds);
  ASSERT_FALSE(plan.notes.empty());
  EXPECT_NE(plan.notes[0].find("falls at once"), std::string::npos);
  shop.guardrails.profile = GuardrailProfile::Parity;
  EXPECT_EQ(planned(scenario).coreSeconds, plan.coreSeconds);
}

TEST(Bounds, PlanTheSizeAloneWhereScaleIsNotPermitted) {
  Scenario scenario = resizable();
  scenario.applications[0].permittedActions = {PermittedAction::Resize};
  const BoundPlan plan = planned(scenario);
  const Schedule& schedule = plan.components[0].schedule;
  for (const std::int32_t count : schedule.counts) EXPECT_EQ(count, 2);
  EXPECT_LT(schedule.sizes.front(), schedule.sizes.back());
}

}  // namespace
}  // namespace evenkeel::evaluation
