#include "agent/dispatcher.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

constexpr Instant kStart{};

Action scale(std::uint32_t asset, std::vector<std::uint32_t> after = {}) {
  return {"scale", AssetId{asset}, {{"replicas", Quantity::units(3)}}, std::move(after), 1};
}

class DispatcherTest : public testing::Test {
 protected:
  Plan plan(std::string policy, std::uint32_t scope, std::vector<Action> actions,
            Priority priority = Priority::Normal) {
    Plan made;
    made.id = PlanId{++lastPlan_};
    made.scope.asset = AssetId{scope};
    made.policy = std::move(policy);
    made.priority = priority;
    made.expiry = kStart + 60s;
    made.actions = std::move(actions);
    return made;
  }

  std::string statuses() {
    static constexpr const char* kNames[] = {"Queued", "Scheduled", "Pending",    "Completed",
                                             "Failed", "Discarded", "Superseded", "Unknown"};
    std::string text;
    for (const StatusChange& change : dispatcher_.takeChanges()) {
      if (change.status == ActionStatus::Queued) continue;
      text += std::to_string(change.action.plan.value) + "." + std::to_string(change.action.index) +
              " " + kNames[static_cast<int>(change.status)];
      if (change.winner) text += " by " + std::to_string(change.winner.value);
      text += "; ";
    }
    return text;
  }

  void done(ActionId action, OutcomeKind kind = OutcomeKind::Completed) {
    dispatcher_.settle({action, kind, kStart, {}});
  }

  std::uint64_t lastPlan_ = 0;
  Dispatcher dispatcher_{{}, [](const std::string& mechanism) {
                           return mechanism == "deploy" ? Concurrency::Singleton
                                                        : Concurrency::PerAsset;
                         }};
};

TEST_F(DispatcherTest, AnActionGoesFromQueuedToCompleted) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  const auto orders = dispatcher_.schedule(kStart, 4);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(orders[0].epoch, 4u);
  EXPECT_EQ(orders[0].deadline, kStart + 60s);
  EXPECT_TRUE(dispatcher_.release(orders[0].id, kStart, 4));
  done(orders[0].id);
  EXPECT_EQ(statuses(), "1.0 Scheduled; 1.0 Pending; 1.0 Completed; ");
  EXPECT_EQ(dispatcher_.openActions(), 0u);
}

TEST_F(DispatcherTest,
       AnotherPolicysActionOnTheSameMechanismAndAssetIsDiscardedWithTheWinnerNamed) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  dispatcher_.enqueue(plan("kpa", 1, {scale(1), scale(2)}));
  EXPECT_EQ(dispatcher_.schedule(kStart, 1).size(), 2u);
  EXPECT_EQ(statuses(), "1.0 Scheduled; 2.0 Discarded by 1; 2.1 Scheduled; ");
}

TEST_F(DispatcherTest, CorePlansComeFirst) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  dispatcher_.enqueue(plan("core", 1, {scale(1)}, Priority::Core));
  dispatcher_.schedule(kStart, 1);
  EXPECT_EQ(statuses(), "2.0 Scheduled; 1.0 Discarded by 2; ");
}

TEST_F(DispatcherTest, ANewerPlanOfTheSamePolicyAndScopeSupersedesWhatWasNotSent) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1), scale(2)}));
  const auto orders = dispatcher_.schedule(kStart, 1);
  dispatcher_.release(orders[0].id, kStart, 1);
  statuses();
  dispatcher_.enqueue(plan("hpa", 1, {scale(1), scale(2)}));
  EXPECT_FALSE(dispatcher_.release(orders[1].id, kStart, 1));
  dispatcher_.schedule(kStart, 1);
  EXPECT_EQ(statuses(), "1.1 Superseded by 2; 2.1 Scheduled; ")
      << "2.0 waits for 1.0, which is with its mechanism";
  done(orders[0].id);
  dispatcher_.schedule(kStart, 1);
  EXPECT_EQ(statuses(), "1.0 Completed; 2.0 Scheduled; ");
}

TEST_F(DispatcherTest, ASingletonMechanismHasOneActionUnderWay) {
  const Action deploy1{"deploy", AssetId{1}, {}, {}, 0};
  const Action deploy2{"deploy", AssetId{2}, {}, {}, 0};
  dispatcher_.enqueue(plan("place", 1, {deploy1, deploy2}));
  const auto first = dispatcher_.schedule(kStart, 1);
  ASSERT_EQ(first.size(), 1u);
  dispatcher_.release(first[0].id, kStart, 1);
  EXPECT_TRUE(dispatcher_.schedule(kStart, 1).empty());
  done(first[0].id);
  EXPECT_EQ(dispatcher_.schedule(kStart, 1).size(), 1u);
}

TEST_F(DispatcherTest, AnActionWaitsForThoseBeforeItAndFallsWithThem) {
  dispatcher_.enqueue(plan("p", 1, {scale(1), scale(2, {0}), scale(3, {1})}));
  const auto first = dispatcher_.schedule(kStart, 1);
  ASSERT_EQ(first.size(), 1u);
  dispatcher_.release(first[0].id, kStart, 1);
  EXPECT_TRUE(dispatcher_.schedule(kStart, 1).empty());
  statuses();
  done(first[0].id, OutcomeKind::NeverPossible);
  EXPECT_TRUE(dispatcher_.schedule(kStart, 1).empty());
  EXPECT_EQ(statuses(), "1.0 Failed; 1.1 Discarded; 1.2 Discarded; ");
  EXPECT_EQ(dispatcher_.openActions(), 0u);
}

TEST_F(DispatcherTest, NothingIsReleasedTwiceOrAfterItsTimeOrUnderAnotherEpoch) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1), scale(2), scale(3)}));
  const auto orders = dispatcher_.schedule(kStart, 1);
  EXPECT_TRUE(dispatcher_.release(orders[0].id, kStart, 1));
  EXPECT_FALSE(dispatcher_.release(orders[0].id, kStart, 1));
  EXPECT_FALSE(dispatcher_.release(orders[1].id, kStart, 2));
  EXPECT_FALSE(dispatcher_.release(orders[2].id, kStart + 60s, 1));
  EXPECT_EQ(statuses(),
            "1.0 Scheduled; 1.1 Scheduled; 1.2 Scheduled; 1.0 Pending; 1.1 Failed; 1.2 Failed; ");
}

TEST_F(DispatcherTest, WhatIsNotSentBeforeItsPlanExpiresFails) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  EXPECT_EQ(dispatcher_.nextDue(), kStart + 60s);
  EXPECT_TRUE(dispatcher_.overdue(kStart + 60s).empty());
  EXPECT_EQ(statuses(), "1.0 Failed; ");
  EXPECT_EQ(dispatcher_.nextDue(), Instant::max());
}

TEST_F(DispatcherTest, ASilentMechanismIsAskedOnceAndItsAssetFreedAfterTheGrace) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  const auto orders = dispatcher_.schedule(kStart, 1);
  dispatcher_.release(orders[0].id, kStart, 1);
  EXPECT_EQ(dispatcher_.nextDue(), kStart + 60s);
  EXPECT_EQ(dispatcher_.overdue(kStart + 60s).size(), 1u);
  EXPECT_TRUE(dispatcher_.overdue(kStart + 61s).empty());
  Plan next = plan("hpa", 1, {scale(1)});
  next.expiry = kStart + 500s;
  dispatcher_.enqueue(next);
  EXPECT_TRUE(dispatcher_.schedule(kStart + 62s, 1).empty());
  EXPECT_EQ(dispatcher_.nextDue(), kStart + 120s);
  dispatcher_.overdue(kStart + 120s);
  EXPECT_EQ(dispatcher_.schedule(kStart + 120s, 1).size(), 1u);
  EXPECT_EQ(statuses(), "1.0 Scheduled; 1.0 Pending; 1.0 Unknown; 1.0 Failed; 2.0 Scheduled; ");
}

TEST_F(DispatcherTest, OutcomesTwiceLateOrOfNobodyChangeNothing) {
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  const auto orders = dispatcher_.schedule(kStart, 1);
  EXPECT_FALSE(dispatcher_.settle({orders[0].id, OutcomeKind::Completed, kStart, {}}))
      << "never sent";
  dispatcher_.release(orders[0].id, kStart, 1);
  EXPECT_TRUE(dispatcher_.settle({orders[0].id, OutcomeKind::Completed, kStart, {}}));
  EXPECT_FALSE(dispatcher_.settle({orders[0].id, OutcomeKind::RetryLater, kStart, {}}));
  EXPECT_FALSE(dispatcher_.settle({{PlanId{99}, 7}, OutcomeKind::Completed, kStart, {}}));
}

TEST_F(DispatcherTest, AnAdoptedOrderIsUnknownAskedForAndBlocksItsAsset) {
  const Plan old = plan("hpa", 1, {scale(1)});
  dispatcher_.adopt(old, {{old.id, 0}, 1, kStart + 10s, old.actions[0]});
  EXPECT_EQ(dispatcher_.overdue(kStart).size(), 1u);
  dispatcher_.enqueue(plan("hpa", 1, {scale(1)}));
  EXPECT_TRUE(dispatcher_.schedule(kStart, 2).empty());
  done({old.id, 0});
  EXPECT_EQ(dispatcher_.schedule(kStart, 2).size(), 1u);
}

TEST_F(DispatcherTest, TheNumberOfOpenActionsIsBounded) {
  Dispatcher small{{.maxOpenActions = 2}, [](const std::string&) { return Concurrency::PerAsset; }};
  EXPECT_TRUE(small.enqueue(plan("a", 1, {scale(1)})));
  EXPECT_FALSE(small.enqueue(plan("b", 2, {scale(2), scale(3)})));
  EXPECT_TRUE(small.enqueue(plan("c", 3, {scale(2)})));
}

}  // namespace
}  // namespace evenkeel
