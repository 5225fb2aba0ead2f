#include "policy/scaling/hpa_behavior.h"

#include <algorithm>
#include <cmath>

#include "policy/scaling/hpa_arithmetic.h"
#include "policy/scaling/hpa_conditions.h"

namespace evenkeel::hpa {
namespace {

Rules withDefaults(const std::optional<ScalingRules>& given, Duration window,
                   std::vector<ScalingPolicy> policies) {
  Rules rules{
      .select = SelectPolicy::Max, .stabilizationWindow = window, .policies = std::move(policies)};
  if (!given) return rules;
  rules.select = given->select;
  rules.stabilizationWindow = given->stabilizationWindow.value_or(window);
  if (!given->policies.empty()) rules.policies = given->policies;
  return rules;
}

void record(std::vector<Recommendation>& log, Recommendation* reusable, std::int32_t replicas,
            Instant now) {
  if (reusable != nullptr) {
    *reusable = {replicas, now};
  } else {
    log.push_back({replicas, now});
  }
}

// What was there when the policy's period began.
std::int64_t startOfPeriod(std::int32_t current, const ScaleEvents& events, Duration period,
                           Instant now) {
  return current - changeWithin(events.up, period, now) + changeWithin(events.down, period, now);
}

std::int32_t mostUp(const ScalingPolicy& policy, std::int64_t start) {
  if (policy.type == ScalingPolicyType::Pods) return saturateToInt32(start + policy.value);
  // Rounded up, or a small count would never rise.
  return ceilToInt32(static_cast<double>(start) * (1 + static_cast<double>(policy.value) / 100));
}

std::int32_t mostDown(const ScalingPolicy& policy, std::int64_t start) {
  if (policy.type == ScalingPolicyType::Pods) return saturateToInt32(start - policy.value);
  return ceilToInt32(
      std::trunc(static_cast<double>(start) * (1 - static_cast<double>(policy.value) / 100)));
}

}  // namespace

BehaviorRules withDefaults(const Behavior& behavior, Duration downscaleStabilization) {
  const ScalingPolicy all{ScalingPolicyType::Percent, 100, 15s};
  return {
      withDefaults(behavior.scaleUp, Duration::zero(), {{ScalingPolicyType::Pods, 4, 15s}, all}),
      withDefaults(behavior.scaleDown, downscaleStabilization, {all})};
}

std::int32_t stabilize(std::vector<Recommendation>& log, std::int32_t desired, Duration window,
                       Instant now) {
  std::int32_t highest = desired;
  Recommendation* old = nullptr;
  for (auto& entry : log) {
    if (entry.time < now - window) {
      old = &entry;
    } else {
      highest = std::max(highest, entry.replicas);
    }
  }
  record(log, old, desired, now);
  return highest;
}

Limited limit(std::int32_t current, std::int32_t desired, const Bounds& bounds) {
  const std::int32_t ceiling =
      std::max(saturateToInt32(2 * static_cast<std::int64_t>(current)), std::int32_t{4});
  if (desired < bounds.minReplicas) return {bounds.minReplicas, reason::kTooFewReplicas};
  if (bounds.maxReplicas > ceiling) {
    if (desired > ceiling) return {ceiling, reason::kScaleUpLimit};
  } else if (desired > bounds.maxReplicas) {
    return {bounds.maxReplicas, reason::kTooManyReplicas};
  }
  return {desired, reason::kDesiredWithinRange};
}

Limited stabilize(std::vector<Recommendation>& log, std::int32_t current, std::int32_t desired,
                  const BehaviorRules& rules, Instant now) {
  const Instant upSince = now - rules.up.stabilizationWindow;
  const Instant downSince = now - rules.down.stabilizationWindow;
  std::int32_t lowest = desired;
  std::int32_t highest = desired;
  Recommendation* old = nullptr;
  for (auto& entry : log) {
    if (entry.time > upSince) lowest = std::min(lowest, entry.replicas);
    if (entry.time > downSince) highest = std::max(highest, entry.replicas);
    if (entry.time < upSince && entry.time < downSince) old = &entry;
  }
  record(log, old, desired, now);
  return {std::min(std::max(current, lowest), highest),
          desired >= current ? reason::kScaleUpStabilized : reason::kScaleDownStabilized};
}

Limited limit(std::int32_t current, std::int32_t desired, const Bounds& bounds,
              const BehaviorRules& rules, const ScaleEvents& events, Instant now) {
  if (desired > current) {
    const std::int32_t rate = std::max(scaleUpLimit(current, rules.up, events, now), current);
    const std::int32_t most = std::min(bounds.maxReplicas, rate);
    if (desired > most)
      return {most, bounds.maxReplicas > rate ? reason::kScaleUpLimit : reason::kTooManyReplicas};
  } else if (desired < current) {
    const std::int32_t rate = std::min(scaleDownLimit(current, rules.down, events, now), current);
    const std::int32_t least = std::max(bounds.minReplicas, rate);
    if (desired < least)
      return {least, bounds.minReplicas < rate ? reason::kScaleDownLimit : reason::kTooFewReplicas};
  }
  return {desired, reason::kDesiredWithinRange};
}

std::int32_t scaleUpLimit(std::int32_t current, const Rules& rules, const ScaleEvents& events,
                          Instant now) {
  if (rules.select == SelectPolicy::Disabled || rules.policies.empty()) return current;
  std::optional<std::int32_t> chosen;
  for (const auto& policy : rules.policies) {
    const std::int32_t most = mostUp(policy, startOfPeriod(current, events, policy.period, now));
    if (!chosen) chosen = most;
    chosen = rules.select == SelectPolicy::Min ? std::min(*chosen, most) : std::max(*chosen, most);
  }
  return *chosen;
}

std::int32_t scaleDownLimit(std::int32_t current, const Rules& rules, const ScaleEvents& events,
                            Instant now) {
  if (rules.select == SelectPolicy::Disabled || rules.policies.empty()) return current;
  std::optional<std::int32_t> chosen;
  for (const auto& policy : rules.policies) {
    const std::int32_t most = mostDown(policy, startOfPeriod(current, events, policy.period, now));
    if (!chosen) chosen = most;
    chosen = rules.select == SelectPolicy::Min ? std::max(*chosen, most) : std::min(*chosen, most);
  }
  return *chosen;
}

std::int64_t changeWithin(const std::vector<ScaleEvent>& events, Duration period, Instant now) {
  std::int64_t sum = 0;
  for (const auto& event : events) {
    if (event.time > now - period) sum += event.change;
  }
  return sum;
}

void storeEvent(std::vector<ScaleEvent>& events, std::int32_t change, const Rules& rules,
                Instant decided) {
  Duration longest{};
  for (const auto& policy : rules.policies) longest = std::max(longest, policy.period);
  ScaleEvent* old = nullptr;
  for (auto& event : events) {
    event.outdated = event.outdated || event.time < decided - longest;
    if (event.outdated) old = &event;
  }
  const ScaleEvent stored{change, decided, false};
  if (old != nullptr) {
    *old = stored;
  } else {
    events.push_back(stored);
  }
}

}  // namespace evenkeel::hpa
