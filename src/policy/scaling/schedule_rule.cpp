#include "policy/scaling/schedule_rule.h"

#include <algorithm>
#include <utility>

namespace evenkeel {

TimedRule::TimedRule(ScheduleRule rule, const Cron& cron, TimeZone zone)
    : rule_(std::move(rule)), cron_(cron), zone_(zone) {}

Result<TimedRule> TimedRule::make(const ScheduleRule& rule) {
  const auto named = [](Error error, const char* key) {
    error.where = key;
    return tl::unexpected(std::move(error));
  };
  const auto cron = Cron::parse(rule.start);
  if (!cron) return named(cron.error(), "start");
  const auto zone = TimeZone::named(rule.timezone);
  if (!zone) return named(zone.error(), "timezone");
  return TimedRule(rule, *cron, *zone);
}

bool TimedRule::inForce(WallTime now) const {
  constexpr Duration kFurthest = std::chrono::hours(24 * 365 * 250);
  if (now > WallTime(kFurthest) || now < WallTime(-kFurthest)) return false;
  // Clocks are never put forward or back by more than a day.
  const LocalTime last = zone_.latestShown(now);
  const LocalTime first = last - rule_.duration - std::chrono::hours(48);
  const auto start = cron_.latest(first, last);
  return start && now - zone_.begin(*start) < rule_.duration;
}

std::int32_t TimedBounds::apply(std::int32_t wanted) const {
  if (maximum != nullptr) wanted = std::min(wanted, *maximum->rule().maxReplicas);
  if (minimum != nullptr) wanted = std::max(wanted, *minimum->rule().minReplicas);
  return wanted;
}

const TimedRule* TimedBounds::ruleAgainst(std::int32_t wanted) const {
  const std::int32_t applied = apply(wanted);
  if (applied == wanted) return nullptr;
  const bool ofMinimum = minimum != nullptr && *minimum->rule().minReplicas == applied;
  return ofMinimum ? minimum : maximum;
}

TimedBounds boundsInForce(std::span<const TimedRule> rules, WallTime now) {
  TimedBounds bounds;
  for (const TimedRule& timed : rules) {
    if (!timed.inForce(now)) continue;
    const ScheduleRule& rule = timed.rule();
    if (rule.minReplicas &&
        (bounds.minimum == nullptr || *rule.minReplicas > *bounds.minimum->rule().minReplicas))
      bounds.minimum = &timed;
    if (rule.maxReplicas &&
        (bounds.maximum == nullptr || *rule.maxReplicas < *bounds.maximum->rule().maxReplicas))
      bounds.maximum = &timed;
  }
  return bounds;
}

}  // namespace evenkeel
