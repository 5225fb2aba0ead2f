#include "kubernetes/node_room.h"

#include <gtest/gtest.h>

#include <limits>

#include "kubernetes/surroundings.h"

namespace evenkeel::kubernetes {
namespace {

NodeObject node(const std::string& name, std::int64_t cores, std::int64_t gib,
                std::int64_t pods = 110) {
  NodeObject out;
  out.meta.name = name;
  out.state = {true, {Quantity::units(cores), Quantity::units(gib << 30)}, {}};
  out.mostPods = pods;
  return out;
}

Pod podOn(const std::string& node, std::int64_t cores) {
  Pod out;
  out.node = node;
  out.state.phase = PodPhase::Running;
  out.state.containers.emplace_back().cpuRequest = Quantity::units(cores);
  return out;
}

const Resources kPod{Quantity::units(1), Quantity::units(std::int64_t{1} << 30)};

TEST(NodeRoom, IsWhatTheirPodsLeave) {
  const Pod one = podOn("a", 3);
  Pod over = podOn("a", 1);
  over.state.phase = PodPhase::Succeeded;
  const Pod elsewhere = podOn("gone", 2);
  const Pod unbound = podOn("", 2);
  const Pod* const pods[] = {&one, &over, &elsewhere, &unbound};
  const auto room = roomOn({{"a", node("a", 4, 8)}, {"b", node("b", 2, 8)}}, pods);
  ASSERT_EQ(room.size(), 2u);
  EXPECT_EQ(fittingPods(room, kPod), 1 + 2);
}

TEST(NodeRoom, TheScarcestCounts) {
  EXPECT_EQ(fittingPods(roomOn({{"a", node("a", 100, 3)}}, {}), kPod), 3);
  EXPECT_EQ(fittingPods(roomOn({{"a", node("a", 100, 100, 2)}}, {}), kPod), 2);
  EXPECT_EQ(fittingPods(roomOn({{"a", node("a", 100, 100)}}, {}), {}), 110);
}

TEST(NodeRoom, WhatCannotBeIsCutOff) {
  constexpr std::int64_t kAbsurd = std::numeric_limits<std::int64_t>::max() / 1000;
  const Pod one = podOn("a", -kAbsurd);
  const Pod other = podOn("a", -kAbsurd);
  const Pod* const pods[] = {&one, &other};
  const NodeObject room = node("a", kAbsurd, 8, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(fittingPods(roomOn({{"a", room}, {"b", room}}, pods), {}), 2'000'000);
}

TEST(NodeRoom, NodesThatTakeNoPodsHaveNone) {
  NodeObject away = node("a", 4, 8);
  away.state.ready = false;
  NodeObject cordoned = node("b", 4, 8);
  cordoned.schedulable = false;
  EXPECT_TRUE(roomOn({{"a", away}, {"b", cordoned}}, {}).empty());
  const Pod tooMuch = podOn("c", 9);
  const Pod* const pods[] = {&tooMuch};
  EXPECT_EQ(fittingPods(roomOn({{"c", node("c", 4, 8)}}, pods), kPod), 0);
}

TEST(Surroundings, BudgetsGoByTheLabelsOfPodsInTheirNamespace) {
  Surroundings around;
  DisruptionBudget budget;
  budget.meta.uid = "b";
  budget.meta.space = "shop";
  EXPECT_TRUE(around.budgets("shop", {}).empty());
  around.observe(budget);  // without a selector it is of no pod
  EXPECT_TRUE(around.budgets("shop", {{"app", "web"}}).empty());
  budget.selector.emplace().matchLabels = {{"app", "web"}};
  around.observe(budget);
  EXPECT_EQ(around.budgets("shop", {{"app", "web"}, {"x", "y"}}).size(), 1u);
  EXPECT_TRUE(around.budgets("shop", {{"app", "other"}}).empty());
  EXPECT_TRUE(around.budgets("else", {{"app", "web"}}).empty());
  around.removeBudget("b");
  EXPECT_TRUE(around.budgets("shop", {{"app", "web"}}).empty());
}

TEST(Surroundings, ANodeThatWasMadeAgainUnderItsNameStays) {
  Surroundings around;
  NodeObject first = node("a", 4, 8);
  first.meta.uid = "1";
  NodeObject again = first;
  again.meta.uid = "2";
  around.observe(first);
  around.observe(again);
  around.removeNode("1");
  EXPECT_EQ(around.nodes().size(), 1u);
  around.removeNode("2");
  EXPECT_TRUE(around.nodes().empty());
}

TEST(Surroundings, ScaledObjectsGoByTheirTarget) {
  Surroundings around;
  Workload web;
  web.meta.space = "shop";
  web.meta.name = "web";
  web.kind = "Deployment";
  web.apiVersion = "apps/v1";
  ScaledObject scaled;
  scaled.meta.uid = "s";
  scaled.meta.space = "shop";
  scaled.targetName = "web";
  around.observe(scaled);
  EXPECT_NE(around.scaledObject(web), nullptr);
  scaled.targetName = "other";
  around.observe(scaled);
  EXPECT_EQ(around.scaledObject(web), nullptr);
  scaled.targetName = "web";
  around.observe(scaled);
  around.removeScaledObject("s");
  EXPECT_EQ(around.scaledObject(web), nullptr);
}

}  // namespace
}  // namespace evenkeel::kubernetes
