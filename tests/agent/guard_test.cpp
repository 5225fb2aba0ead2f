// The guard step on whole decisions; single values are the business of guardrails_test.
#include "agent/guard.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

constexpr AssetId kShop{1};
constexpr AssetId kCart{2};

class NoPolicy final : public Policy {
 public:
  std::string_view name() const override { return "none"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot&, const PolicyState& state,
                              RandomStream&) const override {
    return PolicyAnswer{{}, state};
  }

 private:
  PolicyNeeds needs_;
};

KnobCapability replicasBy(const std::string& mechanism) {
  return {mechanism,
          std::string(knob::kReplicas),
          "1",
          Quantity::units(0),
          Quantity::units(9),
          Quantity::units(1),
          Quantity::units(4),
          std::nullopt,
          SafeDirection::Up};
}

class GuardTest : public ::testing::Test {
 protected:
  GuardTest() {
    component_.name = "cart";
    component_.scaling.maxReplicas = 9;
    application_.permittedActions = {PermittedAction::Scale, PermittedAction::Deploy};
    instance_.policy = &policy_;
    scope_.application = kShop;
    scope_.rank = 1;
    views_[0].id = kCart;
    views_[0].description = &component_;
    views_[0].capabilities = knobs_;
    snapshot_.now = Instant{} + 1h;
    snapshot_.application = &application_;
    snapshot_.components = views_;
  }
  static Action to(const std::string& mechanism, int replicas,
                   std::vector<std::uint32_t> after = {}) {
    return {
        mechanism, kCart, {{std::string(knob::kReplicas), Quantity::units(replicas)}}, after, 1};
  }
  GuardedDecision guarded(std::vector<Action> actions) {
    Decision decision;
    decision.actions = std::move(actions);
    return guard(decision, snapshot_, scope_, instance_, {}, history_, &scopes_);
  }
  // Another policy, of that rank, which asks for something.
  ManagedScope& listen(std::uint32_t rank, const Action& action) {
    ManagedScope other;
    other.rank = rank;
    other.label = "policy " + std::to_string(rank);
    other.asks = {action};
    other.asksUntil = snapshot_.now + 1s;
    ManagedScope& opened = scopes_.open(std::move(other));
    scopes_.addListener(kCart, opened);
    return opened;
  }

  NoPolicy policy_;
  Component component_;
  Application application_;
  ComponentState state_;
  std::vector<KnobCapability> knobs_{replicasBy("scale"), replicasBy("deploy"),
                                     replicasBy("remove")};
  std::vector<ComponentView> views_ = std::vector<ComponentView>(1);
  Snapshot snapshot_;
  PolicyInstance instance_;
  ManagedScope scope_;
  ChangeHistory history_;
  ScopeTable scopes_;
};

TEST_F(GuardTest, AKnobIsThatOfTheActionsMechanism) {
  const GuardedDecision result = guarded({to("deploy", 6), to("remove", 0)});
  ASSERT_EQ(result.actions.size(), 1u);
  EXPECT_EQ(result.actions[0].mechanism, "deploy");
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0].detail, "remove is not among the permitted actions");
}

TEST_F(GuardTest, WhatWaitsForAnActionHeldBackIsHeldBackToo) {
  const GuardedDecision result = guarded({to("remove", 0), to("scale", 6, {0})});
  EXPECT_TRUE(result.actions.empty());
  ASSERT_EQ(result.notes.size(), 2u);
  EXPECT_EQ(result.notes[1].detail, "waits for an action that was held back");
}

TEST_F(GuardTest, WhatWaitsForAnActionThatChangesNothingWaitsForNoneOfIt) {
  const GuardedDecision result = guarded({to("scale", 4), to("deploy", 6, {0})});
  ASSERT_EQ(result.actions.size(), 1u);
  EXPECT_TRUE(result.actions[0].after.empty());
}

TEST_F(GuardTest, TheOrderOfWhatIsLeftIsKept) {
  const GuardedDecision result = guarded({to("scale", 4), to("scale", 5), to("deploy", 6, {0, 1})});
  ASSERT_EQ(result.actions.size(), 2u);
  EXPECT_EQ(result.actions[1].after, std::vector<std::uint32_t>{0});
}

TEST_F(GuardTest, NothingWaitsForItselfOrForWhatComesAfterIt) {
  EXPECT_TRUE(guarded({to("scale", 6, {0})}).actions.empty());
  EXPECT_EQ(guarded({to("scale", 6, {1}), to("deploy", 7)}).actions.size(), 1u);
}

TEST_F(GuardTest, OfTheWishesOfSeveralPoliciesTheSafestCounts) {
  listen(0, to("scale", 6));
  listen(2, to("scale", 7));
  const GuardedDecision result = guarded({to("scale", 5)});
  ASSERT_EQ(result.actions.size(), 1u);
  EXPECT_EQ(result.actions[0].settings[0].value, Quantity::units(7));
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0].guardrail, Guardrail::Precedence);
  EXPECT_EQ(result.notes[0].detail, "policy 2 asks for 7");
}

TEST_F(GuardTest, WhereNoWayIsSafeTheFirstPolicysWishCounts) {
  for (KnobCapability& knob : knobs_) knob.safe = SafeDirection::None;
  listen(2, to("scale", 7));
  EXPECT_EQ(guarded({to("scale", 5)}).actions.at(0).settings[0].value, Quantity::units(5));
  listen(0, to("scale", 6));
  EXPECT_EQ(guarded({to("scale", 5)}).actions.at(0).settings[0].value, Quantity::units(6));
}

TEST_F(GuardTest, AWishLapses) {
  listen(0, to("scale", 6)).asksUntil = snapshot_.now;
  EXPECT_EQ(guarded({to("scale", 5)}).actions.at(0).settings[0].value, Quantity::units(5));
}

}  // namespace
}  // namespace evenkeel
