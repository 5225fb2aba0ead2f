#include "program/advice_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program/prices.h"

namespace evenkeel::program {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

view::Advice advice(std::int32_t replicas, std::int32_t wanted) {
  view::Advice one;
  one.replicas = replicas;
  one.wanted = wanted;
  one.podCores = 1;
  return one;
}

kubernetes::ScaledObject scaledObject() {
  kubernetes::ScaledObject scaled;
  scaled.meta.name = "web";
  scaled.minReplicas = 1;
  return scaled;
}

TEST(NoteRollout, SaysHowManySurgeAndAreNotReady) {
  view::Advice one = advice(8, 8);
  ComponentState state;
  state.replicas = 8;
  state.statusReplicas = 10;
  state.readyReplicas = 7;
  noteRollout(state, one);
  EXPECT_THAT(one.notes, IsEmpty());
  state.rollout = true;
  noteRollout(state, one);
  state.statusReplicas = state.readyReplicas = 8;
  noteRollout(state, one);
  EXPECT_THAT(one.notes, ElementsAre("a rollout is under way: 10 pods of two templates, 2 more "
                                     "than asked for, 3 not ready",
                                     "a rollout is under way: 8 pods of two templates"));
}

TEST(NoteScaledObject, SaysWhatItDoesBesideItsAutoscaler) {
  view::Advice one = advice(2, 2);
  one.autoscaler = view::Advice::Autoscaler{};
  one.autoscaler->owner = "ScaledObject web";
  noteScaledObject(scaledObject(), one);
  EXPECT_THAT(one.notes, IsEmpty());
  kubernetes::ScaledObject scaled = scaledObject();
  scaled.paused = true;
  scaled.pausedReplicas = 3;
  scaled.onFallback = true;
  scaled.fallbackReplicas = 6;
  scaled.triggers = {"cron"};
  scaled.minReplicas = 0;
  scaled.active = false;
  scaled.doubt = "no such topic";
  noteScaledObject(scaled, one);
  EXPECT_THAT(one.notes,
              ElementsAre("ScaledObject web is paused at 3 pods",
                          "ScaledObject web has a trigger that fails, and falls back to 6 pods",
                          HasSubstr("by the clock"),
                          HasSubstr("to 0 pods while no trigger is active (as now)"),
                          "ScaledObject web is not ready: no such topic"));
}

TEST(NoteScaledObject, WithoutAnAutoscalerItIsSaidWhoScales) {
  view::Advice one = advice(2, 2);
  noteScaledObject(scaledObject(), one);
  EXPECT_THAT(one.notes, ElementsAre("ScaledObject web scales it"));
}

TEST(NoteRoom, OnlyWhereItDoesNotDo) {
  const std::vector<kubernetes::NodeRoom> room{{{Quantity::units(2), {}}, 10}};
  view::Advice fits = advice(4, 6);
  noteRoom(room, fits);
  EXPECT_FALSE(fits.fitting);
  view::Advice more = advice(4, 9);
  noteRoom(room, more);
  EXPECT_EQ(more.fitting, 6);
  EXPECT_THAT(more.notes, ElementsAre("nodes have room for 2 of the 5 pods more, at most"));
  view::Advice unknown = advice(4, 9);
  noteRoom({}, unknown);
  EXPECT_FALSE(unknown.fitting);
}

TEST(NoteBudget, OnlyWhereTheAdviceMeetsIt) {
  kubernetes::DisruptionBudget budget;
  budget.meta.name = "web";
  budget.amount = 2;
  budget.allowed = 1;
  view::Advice fewer = advice(4, 2);
  noteBudget(budget, fewer);
  EXPECT_THAT(
      fewer.notes,
      ElementsAre(HasSubstr("with 2 pods disruption budget web (minAvailable 2) lets none")));
  view::Advice enough = advice(4, 3);
  noteBudget(budget, enough);
  EXPECT_THAT(enough.notes, IsEmpty());
  budget.allowed = 0;
  view::Advice sized = advice(3, 3);
  sized.vertical.emplace().mode = "Recreate";
  noteBudget(budget, sized);
  EXPECT_THAT(sized.notes, ElementsAre(HasSubstr("new sizes wait")));
  view::Advice shown = advice(3, 3);
  shown.vertical.emplace().mode = "Off";
  noteBudget(budget, shown);
  EXPECT_THAT(shown.notes, IsEmpty());
}

TEST(ParsePrices, OfACoreAndAGibibyte) {
  const auto both = parsePrices("cpu=0.03,memory=0.004");
  ASSERT_TRUE(both);
  EXPECT_DOUBLE_EQ(both->coreHour, 0.03);
  EXPECT_DOUBLE_EQ(both->gibHour, 0.004);
  EXPECT_DOUBLE_EQ(parsePrices("memory=1")->coreHour, 0);
  for (const char* wrong : {"", "cpu", "cpu=", "cpu=x", "cpu=-1", "disk=1", "cpu=1,cpu=2", "cpu=1,",
                            "cpu=inf", "cpu=1e300"})
    EXPECT_THAT(pricesFault(wrong), HasSubstr("cpu=0.03,memory=0.004")) << wrong;
}

}  // namespace
}  // namespace evenkeel::program
