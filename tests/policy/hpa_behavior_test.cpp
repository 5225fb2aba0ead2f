// What the vectors do not reach: defaults, disabled directions, bounded logs.
#include "policy/scaling/hpa_behavior.h"

#include <gtest/gtest.h>

#include "policy/scaling/hpa_conditions.h"

namespace evenkeel::hpa {
namespace {

constexpr Instant kNow{std::chrono::hours(10)};

TEST(HpaBehavior, FillsInTheDefaultsOfTheApi) {
  const BehaviorRules rules = withDefaults(Behavior{}, std::chrono::minutes(5));
  EXPECT_EQ(rules.up.stabilizationWindow, 0s);
  EXPECT_EQ(rules.up.policies,
            (std::vector<ScalingPolicy>{{ScalingPolicyType::Pods, 4, 15s},
                                        {ScalingPolicyType::Percent, 100, 15s}}));
  EXPECT_EQ(rules.down.stabilizationWindow, 300s);
  EXPECT_EQ(rules.down.policies,
            (std::vector<ScalingPolicy>{{ScalingPolicyType::Percent, 100, 15s}}));
}

TEST(HpaBehavior, KeepsTheDefaultPoliciesWhereOnlyTheWindowIsGiven) {
  ScalingRules down;
  down.stabilizationWindow = 60s;
  const BehaviorRules rules = withDefaults({std::nullopt, down}, std::chrono::minutes(5));
  EXPECT_EQ(rules.down.stabilizationWindow, 60s);
  EXPECT_EQ(rules.down.policies.size(), 1u);
}

TEST(HpaBehavior, ADisabledDirectionStays) {
  ScalingRules off;
  off.select = SelectPolicy::Disabled;
  const BehaviorRules rules = withDefaults({off, off}, 0s);
  const auto up = limit(5, 9, {1, 10}, rules, {}, kNow);
  EXPECT_EQ(up.replicas, 5);
  EXPECT_EQ(up.reason, reason::kScaleUpLimit);
  const auto down = limit(5, 2, {1, 10}, rules, {}, kNow);
  EXPECT_EQ(down.replicas, 5);
  EXPECT_EQ(down.reason, reason::kScaleDownLimit);
}

TEST(HpaBehavior, EventsInTheOtherDirectionGiveRoomBack) {
  ScalingRules up;
  up.policies = {{ScalingPolicyType::Percent, 50, 60s}};
  const BehaviorRules rules = withDefaults({up, std::nullopt}, 0s);
  const ScaleEvents events{{{2, kNow - 30s, false}}, {{6, kNow - 20s, false}}};
  // The period began with 10 - 2 + 6 = 14; ceil(14 * 1.5) = 21.
  EXPECT_EQ(scaleUpLimit(10, rules.up, events, kNow), 21);
}

TEST(HpaBehavior, TheLogsAreNoLongerThanTheirWindow) {
  std::vector<Recommendation> plain;
  std::vector<Recommendation> withRules;
  std::vector<ScaleEvent> events;
  const BehaviorRules rules = withDefaults(Behavior{}, std::chrono::minutes(5));
  for (int step = 0; step < 5000; ++step) {
    const Instant now = kNow + step * 15s;
    stabilize(plain, step % 7, std::chrono::minutes(5), now);
    stabilize(withRules, 3, step % 7, rules, now);
    storeEvent(events, 1, rules.up, now);
  }
  EXPECT_LE(plain.size(), 22u);
  EXPECT_LE(withRules.size(), 22u);
  EXPECT_LE(events.size(), 3u);
}

}  // namespace
}  // namespace evenkeel::hpa
