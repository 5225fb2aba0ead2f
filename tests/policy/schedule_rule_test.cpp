// Reference: the rules of the zones as tzdata publishes them, worked out by hand.
#include "policy/scaling/schedule_rule.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/time_text.h"

namespace evenkeel {
namespace {

ScheduleRule rule(std::optional<std::int32_t> least, std::optional<std::int32_t> most,
                  const char* start = "0 8 * * 1-5", Duration duration = std::chrono::hours(10)) {
  return {start, duration, "Europe/Rome", least, most};
}
TimedRule timed(const ScheduleRule& rule) {
  return *TimedRule::make(rule);
}
bool isInForce(const TimedRule& rule, std::string_view time) {
  return rule.inForce(*parseTimestamp(time));
}

TEST(ScheduleRule, InForceFromTheStartForItsDuration) {
  const TimedRule policy = timed(rule(5, {}));
  EXPECT_FALSE(isInForce(policy, "2026-01-15T06:59:59.999999999Z"));
  EXPECT_TRUE(isInForce(policy, "2026-01-15T07:00:00Z"));
  EXPECT_TRUE(isInForce(policy, "2026-01-15T16:59:59.999999999Z"));
  EXPECT_FALSE(isInForce(policy, "2026-01-15T17:00:00Z"));
  EXPECT_FALSE(isInForce(policy, "2026-01-17T08:00:00Z")) << "a Saturday";
}

TEST(ScheduleRule, LongerThanADayAndOverlappingItself) {
  const TimedRule weekend = timed(rule(5, {}, "0 18 * * fri", std::chrono::hours(62)));
  EXPECT_FALSE(isInForce(weekend, "2026-01-16T16:59:00Z"));
  EXPECT_TRUE(isInForce(weekend, "2026-01-18T22:59:00Z"));
  EXPECT_TRUE(isInForce(weekend, "2026-01-19T06:59:00Z"));
  EXPECT_FALSE(isInForce(weekend, "2026-01-19T07:00:00Z"));
  const TimedRule always = timed(rule(5, {}, "0 * * * *", std::chrono::hours(2)));
  for (const char* time : {"2026-01-16T16:59:59Z", "2026-01-16T17:00:00Z", "2026-01-16T17:30:00Z"})
    EXPECT_TRUE(isInForce(always, time));
}

// Rome's clocks jump from 02:00 to 03:00 at 01:00Z.
TEST(ScheduleRule, AStartThatClocksJumpOverIsAtTheJump) {
  const TimedRule policy = timed(rule(5, {}, "30 2 * * *", std::chrono::minutes(30)));
  EXPECT_FALSE(isInForce(policy, "2026-03-29T00:59:59Z"));
  EXPECT_TRUE(isInForce(policy, "2026-03-29T01:00:00Z"));
  EXPECT_TRUE(isInForce(policy, "2026-03-29T01:29:59Z"));
  EXPECT_FALSE(isInForce(policy, "2026-03-29T01:30:00Z"));
  EXPECT_TRUE(isInForce(policy, "2026-03-30T00:30:00Z")) << "02:30 in summer";
  const TimedRule daily = timed(rule(5, {}));
  EXPECT_TRUE(isInForce(daily, "2026-03-27T07:00:00Z"));
  EXPECT_FALSE(isInForce(daily, "2026-03-30T05:59:59Z"));
  EXPECT_TRUE(isInForce(daily, "2026-03-30T06:00:00Z"));
}

// They go back from 03:00 to 02:00 at 01:00Z.
TEST(ScheduleRule, AStartThatIsTwiceIsTheFirst) {
  const TimedRule policy = timed(rule(5, {}, "30 2 * * *", std::chrono::minutes(30)));
  EXPECT_FALSE(isInForce(policy, "2026-10-25T00:29:59Z"));
  EXPECT_TRUE(isInForce(policy, "2026-10-25T00:30:00Z"));
  EXPECT_TRUE(isInForce(policy, "2026-10-25T00:59:59Z"));
  EXPECT_FALSE(isInForce(policy, "2026-10-25T01:00:00Z"));
  EXPECT_FALSE(isInForce(policy, "2026-10-25T01:30:00Z")) << "02:30 again";
  EXPECT_FALSE(isInForce(policy, "2026-10-25T01:59:00Z"));
  EXPECT_TRUE(isInForce(policy, "2026-10-26T01:30:00Z"));
}

TEST(ScheduleRule, OtherZones) {
  ScheduleRule nightly = rule(5, {}, "30 1 * * *", std::chrono::minutes(30));
  nightly.timezone = "America/New_York";  // 01:00 to 02:00 is twice on 1 November
  const TimedRule american = timed(nightly);
  EXPECT_TRUE(isInForce(american, "2026-11-01T05:30:00Z"));
  EXPECT_FALSE(isInForce(american, "2026-11-01T06:30:00Z"));
  EXPECT_TRUE(isInForce(american, "2026-11-02T06:30:00Z"));
  nightly.timezone = "Australia/Lord_Howe";  // half an hour, from 02:00 to 01:30, at 15:00Z
  nightly.start = "45 1 * * *";
  const TimedRule islanders = timed(nightly);
  EXPECT_TRUE(isInForce(islanders, "2026-04-04T14:45:00Z"));
  EXPECT_FALSE(isInForce(islanders, "2026-04-04T15:15:00Z"));
  EXPECT_TRUE(isInForce(islanders, "2026-04-05T15:15:00Z"));
  nightly.timezone = "Asia/Kolkata";
  nightly.start = "0 8 * * *";
  EXPECT_FALSE(isInForce(timed(nightly), "2026-07-15T02:29:00Z"));
  EXPECT_TRUE(isInForce(timed(nightly), "2026-07-15T02:30:00Z"));
}

TEST(ScheduleRule, AnyWallTimeIsNoFault) {
  const TimedRule longest = timed(rule(5, {}, "0 8 * * 1-5", std::chrono::hours(24 * 366)));
  constexpr Duration kFar = std::chrono::hours(24 * 365 * 249);
  EXPECT_FALSE(longest.inForce(WallTime::min()));
  EXPECT_FALSE(longest.inForce(WallTime::max()));
  for (const Duration since : {kFar, -kFar, Duration(-1)})
    EXPECT_TRUE(longest.inForce(WallTime(since)));
}

TEST(ScheduleRule, OfSeveralTheFirstThatSaysSo) {
  const std::vector<TimedRule> rules{timed(rule(3, 20)), timed(rule(5, 9)), timed(rule(5, {})),
                                     timed(rule({}, 9)), timed(rule(99, 1, "0 20 * * *"))};
  const TimedBounds bounds = boundsInForce(rules, *parseTimestamp("2026-01-15T08:00:00Z"));
  EXPECT_EQ(bounds.minimum, &rules[1]);
  EXPECT_EQ(bounds.maximum, &rules[1]);
  EXPECT_EQ(bounds.ruleAgainst(2), &rules[1]);
  EXPECT_EQ(bounds.ruleAgainst(7), nullptr);
  EXPECT_FALSE(boundsInForce(rules, *parseTimestamp("2026-01-15T05:00:00Z")).any());
}

}  // namespace
}  // namespace evenkeel
