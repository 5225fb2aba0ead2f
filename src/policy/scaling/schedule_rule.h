// When which bounds are in force: a rule of the policy `schedule`.
//
// A rule is in force from each moment that its cron expression names in its time zone, for its
// duration (of elapsed time, not of what clocks show). A local time that clocks jump over begins at
// the jump; one that is twice begins once, the first time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "base/time_zone.h"
#include "policy/scaling/cron.h"

namespace evenkeel {

struct ScheduleRule {
  std::string start;  // a cron expression
  Duration duration{};
  std::string timezone = "UTC";             // of the tz database
  std::optional<std::int32_t> minReplicas;  // one of the two at least
  std::optional<std::int32_t> maxReplicas;
};

class TimedRule {
 public:
  static Result<TimedRule> make(const ScheduleRule& rule);

  // Never, for a wall clock over 250 years away from 1970.
  bool inForce(WallTime now) const;
  const ScheduleRule& rule() const { return rule_; }
  std::string label() const { return rule_.start + " " + rule_.timezone; }

 private:
  TimedRule(ScheduleRule rule, const Cron& cron, TimeZone zone);

  ScheduleRule rule_;
  Cron cron_;
  TimeZone zone_;
};

// What the rules in force ask for together: of minimums the largest, of maximums the smallest; each
// with the first rule that says so.
struct TimedBounds {
  const TimedRule* minimum = nullptr;  // null: none
  const TimedRule* maximum = nullptr;

  bool any() const { return minimum != nullptr || maximum != nullptr; }
  // A minimum beats a maximum.
  std::int32_t apply(std::int32_t wanted) const;
  // The rule that apply() changes `wanted` for; null: it does not.
  const TimedRule* ruleAgainst(std::int32_t wanted) const;
};
TimedBounds boundsInForce(std::span<const TimedRule> rules, WallTime now);

}  // namespace evenkeel
