#include "policy/scaling/schedule_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/component_fixture.h"
#include "policy/schedule_fixture.h"

namespace evenkeel {
namespace {

using testing::around;
using testing::codesOf;
using ::testing::ElementsAre;
using testing::Inner;
using testing::kInside;
using testing::kOutside;
using testing::Place;
using testing::rule;
using testing::wanting;

TEST(Schedule, BoundsWhatTheInnerPolicyWants) {
  Place web(7);
  const std::vector<ScheduleRule> rules{rule(5, 10)};
  EXPECT_EQ(web.wish(*wanting(3, rules), kInside), 5);
  EXPECT_EQ(web.wish(*wanting(7, rules), kInside), 7);
  EXPECT_EQ(web.wish(*wanting(14, rules), kInside), 10);
  EXPECT_EQ(web.wish(*wanting(3, rules), kOutside), 3);
  EXPECT_EQ(web.wish(*wanting(14, rules), kOutside), 14);
  EXPECT_EQ(web.wish(*wanting(std::nullopt, rules), kOutside), std::nullopt);
  EXPECT_EQ(web.wish(*wanting(3, {rule(5, {})}), kInside), 5);
  EXPECT_EQ(web.wish(*wanting(14, {rule({}, 10)}), kInside), 10);
}

TEST(Schedule, WithoutAWishItKeepsWhatIsThereWithinTheBounds) {
  for (const bool alone : {true, false}) {
    const auto policy =
        alone ? around(nullptr, {rule(5, 10)}) : wanting(std::nullopt, {rule(5, 10)});
    EXPECT_EQ(Place(3).wish(*policy, kInside), 5);
    EXPECT_EQ(Place(8).wish(*policy, kInside), std::nullopt);
    EXPECT_EQ(Place(12).wish(*policy, kInside), 10);
    EXPECT_EQ(Place(3).wish(*policy, kOutside), std::nullopt);
    EXPECT_EQ(Place(5).wish(*policy, kInside), 5) << "it insists on its minimum";
    EXPECT_EQ(Place(0).wish(*policy, kInside), 5);
  }
}

TEST(Schedule, OfSeveralTheLargestMinimumAndTheSmallestMaximum) {
  Place web(1);
  EXPECT_EQ(web.wish(*wanting(1, {rule(5, 20), rule(8, 30)}), kInside), 8);
  EXPECT_EQ(web.wish(*wanting(50, {rule(5, 20), rule(8, 30)}), kInside), 20);
  EXPECT_EQ(web.wish(*wanting(1, {rule(12, {}), rule({}, 6)}), kInside), 12);
  EXPECT_EQ(web.wish(*wanting(50, {rule(12, {}), rule({}, 6)}), kInside), 12)
      << "a minimum beats a maximum";
  EXPECT_EQ(web.wish(*wanting(1, {rule(5, {}), rule(50, {}, "0 20 * * *")}), kInside), 5)
      << "only one is in force";
}

TEST(Schedule, TheComponentsOwnBoundsBoundBoth) {
  EXPECT_EQ(Place(2, {1, 6, {}}).wish(*wanting(1, {rule(8, 10)}), kInside), 6);
  EXPECT_EQ(Place(6, {4, 6, {}}).wish(*wanting(9, {rule({}, 2)}), kInside), 4);
  EXPECT_EQ(Place(6, {4, 6, {}}).wish(*wanting(9, {rule(1, 8)}), kInside), 6);
}

TEST(Schedule, PassesOnWhatIsTheInnerPolicys) {
  const auto policy = wanting(3, {rule(5, 10)});
  EXPECT_EQ(policy->name(), "schedule");
  EXPECT_EQ(policy->needs().period, 42s);
  EXPECT_TRUE(policy->needs().learns);
  EXPECT_THAT(policy->needs().mechanisms, ElementsAre("resize", "scale"));
  ASSERT_EQ(policy->needs().metrics.size(), 1u);

  Place web(7);
  const auto answer = web.decide(*policy, kInside);
  ASSERT_TRUE(answer);
  EXPECT_THAT(codesOf(answer->decision), ElementsAre("schedule", "inner-reason"));
  const Reason& why = answer->decision.reasons[0];
  EXPECT_EQ(why.subject, "0 8 * * 1-5 Europe/Rome");
  EXPECT_EQ(why.observed, 3);
  EXPECT_EQ(why.proposal, 5);
  ASSERT_EQ(answer->decision.actions.size(), 2u);
  EXPECT_EQ(answer->decision.actions[0].mechanism, "resize");
  EXPECT_EQ(answer->decision.effect.utilization, std::nullopt);
  EXPECT_EQ(answer->decision.effect.requestRate, 9);

  const auto within = web.decide(*wanting(7, {rule(5, 10)}), kInside);
  EXPECT_THAT(codesOf(within->decision), ElementsAre("inner-reason"));
  EXPECT_EQ(within->decision.effect.utilization, 0.5);
  EXPECT_EQ(around(nullptr, {rule(5, 10)})->needs().period, 15s);
}

TEST(Schedule, WhereTheInnerPolicyFailsTheMinimumStillHolds) {
  const auto policy = around(std::make_unique<Inner>(3, true), {rule(5, 10)});
  Place few(2);
  const auto answer = few.decide(*policy, kInside, {1, "kept"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(few.wish(*policy, kInside), 5);
  EXPECT_EQ(answer->state, (PolicyState{1, "kept"}));
  EXPECT_THAT(codesOf(answer->decision), ElementsAre("schedule", "inner-policy-failed"));
  EXPECT_FALSE(few.decide(*policy, kOutside)) << "the fallback decides";
  EXPECT_FALSE(Place(5).decide(*policy, kInside));
  EXPECT_FALSE(Place(12).decide(*policy, kInside));
  EXPECT_FALSE(Place(4, {1, 4, {}}).decide(*policy, kInside)) << "as high as it may be";
}

}  // namespace
}  // namespace evenkeel
