// Whether a policy's deciding metrics can be trusted at this moment (DESIGN decision 4).
#pragma once

#include <string>

#include "policy/policy.h"
#include "policy/snapshot.h"

namespace evenkeel {

enum class MetricHealth : std::uint8_t { Good, Missing, Stale, ZeroUnderTraffic };

struct HealthReport {
  MetricHealth health = MetricHealth::Good;
  std::string metric;  // the first deciding metric that is not good
};

// Only "all samples" counts: a single missing sample is left to the policy's own rule.
// `traffic` is a component's request rate as an independent witness; null: not known. Zero under
// traffic: every fresh sample is exactly zero, and the witness saw requests within `maxAge` or has
// nothing to say.
HealthReport metricHealth(const ComponentView& component, const PolicyNeeds& needs, Instant now,
                          Duration maxAge, const Window* traffic);

}  // namespace evenkeel
