#include "agent/guardrails.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

KnobContext replicas(int current, int minimum = 1, int maximum = 100) {
  KnobContext context;
  context.capability = {"scale",
                        "replicas",
                        "1",
                        Quantity::units(0),
                        Quantity::units(1000),
                        Quantity::units(1),
                        Quantity::units(current),
                        std::nullopt,
                        SafeDirection::Up};
  context.bounds = KnobBounds{Quantity::units(minimum), Quantity::units(maximum)};
  return context;
}

std::int64_t guarded(const KnobContext& context, int proposed, GuardrailLimits limits = {}) {
  return guardValue(context, limits, Instant{} + 1000s, AssetId{1}, Quantity::units(proposed))
      .value.ceilUnits();
}

TEST(Guardrails, BoundsHoldInBothDirections) {
  EXPECT_EQ(guarded(replicas(4, 3, 6), 9), 6);
  EXPECT_EQ(guarded(replicas(4, 3, 6), 1), 3);
  EXPECT_EQ(guarded(replicas(4, 3, 6), 5), 5);
}

TEST(Guardrails, ACountOutsideItsBoundsGoesToTheBoundAtOnceMetricsOrNot) {
  KnobContext context = replicas(50, 1, 10);
  context.doubt = "cpu is stale";
  context.lastChange = Instant{} + 999s;
  EXPECT_EQ(guarded(context, 50), 10);
  EXPECT_EQ(guarded(replicas(1, 5, 10), 1), 5);
}

TEST(Guardrails, DoubtAboutMetricsHoldsTheUnsafeDirectionOnly) {
  KnobContext context = replicas(8);
  context.doubt = "cpu is missing";
  EXPECT_EQ(guarded(context, 5), 8);
  EXPECT_EQ(guarded(context, 9), 9);
}

TEST(Guardrails, WithoutASafeDirectionMissingDataHoldsBoth) {
  KnobContext context = replicas(1, 0, 1);
  context.capability.safe = SafeDirection::None;
  context.doubt = "cpu is stale";
  EXPECT_EQ(guarded(context, 0), 1);
}

TEST(Guardrails, StepLimitsWhatOneDecisionMayChange) {
  EXPECT_EQ(guarded(replicas(10), 100), 50);   // +400 %
  EXPECT_EQ(guarded(replicas(10), 1), 5);      // -50 %
  EXPECT_EQ(guarded(replicas(7), 1), 4);       // half of 7 is 3.5: rounded towards what is in force
  EXPECT_EQ(guarded(replicas(1, 0), 0), 0);    // one step is always allowed
  EXPECT_EQ(guarded(replicas(0, 0), 100), 5);  // zero can be left
}

TEST(Guardrails, CoolDownHoldsTheUnsafeDirectionOnly) {
  KnobContext context = replicas(8);
  context.lastChange = Instant{} + 1000s - 59s;
  EXPECT_EQ(guarded(context, 7), 8);
  EXPECT_EQ(guarded(context, 9), 9);
  context.lastChange = Instant{} + 1000s - 60s;
  EXPECT_EQ(guarded(context, 7), 7);
}

TEST(Guardrails, ChurnHoldsTheUnsafeDirectionOnly) {
  KnobContext context = replicas(8);
  context.recentChanges = 60;
  EXPECT_EQ(guarded(context, 7), 8);
  EXPECT_EQ(guarded(context, 9), 9);
  context.recentChanges = 59;
  EXPECT_EQ(guarded(context, 7), 7);
}

TEST(Guardrails, ParityKeepsTheBoundsAlone) {
  GuardrailLimits parity;
  parity.profile = GuardrailProfile::Parity;
  KnobContext context = replicas(8, 2, 100);
  context.doubt = "cpu is stale";
  context.lastChange = Instant{} + 999s;
  context.recentChanges = 1000;
  EXPECT_EQ(guarded(context, 1, parity), 2);
  EXPECT_EQ(guarded(context, 99, parity), 99);
}

TEST(Guardrails, OfSeveralPoliciesTheSafestCountsInEveryProfile) {
  KnobContext context = replicas(8);
  context.rival = Rival{"hpa", Quantity::units(7)};
  for (const GuardrailProfile profile : {GuardrailProfile::Standard, GuardrailProfile::Parity}) {
    GuardrailLimits limits;
    limits.profile = profile;
    EXPECT_EQ(guarded(context, 5, limits), 7);
    EXPECT_EQ(guarded(context, 9, limits), 9);
  }
  context.capability.safe = SafeDirection::None;
  EXPECT_EQ(guarded(context, 9), 7);
}

TEST(Guardrails, BoundsComeLastInEveryProfile) {
  KnobContext context = replicas(4, 3, 6);
  context.capability.maximum = Quantity::units(2);  // the mechanism cannot reach them
  for (const GuardrailProfile profile : {GuardrailProfile::Standard, GuardrailProfile::Parity}) {
    GuardrailLimits limits;
    limits.profile = profile;
    EXPECT_GE(guarded(context, 5, limits), 3);
  }
}

TEST(Guardrails, NotesNameTheGuardrailAndBothValuesInOrderOfPrecedence) {
  KnobContext context = replicas(8, 1, 10);
  context.lastChange = Instant{} + 990s;
  const GuardedValue result =
      guardValue(context, {}, Instant{} + 1000s, AssetId{7}, Quantity::units(0));
  ASSERT_EQ(result.notes.size(), 3u);
  EXPECT_EQ(result.notes[0].guardrail, Guardrail::Bounds);
  EXPECT_EQ(result.notes[0].after, Quantity::units(1));
  EXPECT_EQ(result.notes[1].guardrail, Guardrail::Step);
  EXPECT_EQ(result.notes[1].after, Quantity::units(4));
  EXPECT_EQ(result.notes[2].guardrail, Guardrail::CoolDown);
  EXPECT_EQ(result.notes[2].before, Quantity::units(4));
  EXPECT_EQ(result.notes[2].after, Quantity::units(8));
  EXPECT_EQ(result.notes[2].detail, "last changed 10 s ago, cool-down 60 s");
  EXPECT_EQ(result.notes[2].asset, AssetId{7});
}

TEST(Guardrails, ValuesAreMultiplesOfTheKnobsStep) {
  KnobContext context = replicas(2);
  context.capability.step = Quantity::millis(250);
  context.capability.knob = "cpu";
  const auto value = [&](std::int64_t milli) {
    return guardValue(context, {}, Instant{} + 1000s, AssetId{1}, Quantity{milli}).value.milli;
  };
  EXPECT_EQ(value(2600), 2500);
  EXPECT_EQ(value(1600), 1750);
}

TEST(Guardrails, OnlyPermittedActionsMayBeTaken) {
  Application application;
  EXPECT_FALSE(isPermitted(application, "scale"));
  application.permittedActions = {PermittedAction::Scale};
  EXPECT_TRUE(isPermitted(application, "scale"));
  EXPECT_FALSE(isPermitted(application, "resize"));
  EXPECT_FALSE(isPermitted(application, "no-such-mechanism"));
}

}  // namespace
}  // namespace evenkeel
