// The policy `schedule`: time sets bounds for what another policy wants.
//
// Rules in force (schedule_rule.h) clamp the number of replicas that the inner policy asks for;
// where it asks for none, or where there is no inner policy, the number that is there. Everything
// else of the inner policy passes: what it needs, its state (kept inside ours, with its name), its
// reasons, its other actions. The component's own bounds bound both (the guardrails see to that for
// any policy). Wall time decides; it may jump. In words: docs/policies/schedule.md.
//
// Where the inner policy fails, the fallback decides as for any other, except that a component
// below the minimum in force is brought up to it: that takes no metric.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/schema.h"
#include "base/schema_parameters.h"
#include "policy/catalogue.h"
#include "policy/policy.h"
#include "policy/scaling/schedule_rule.h"

namespace evenkeel {

struct ScheduleParameters {
  std::optional<std::string> policy;  // a call, such as hpa(cpu=60)
  std::vector<ScheduleRule> rules;
};

const Schema<ScheduleParameters>& scheduleSchema();

// `kinds`: what the inner policy is chosen from.
Result<std::unique_ptr<Policy>> makeSchedulePolicy(const Parameters& parameters,
                                                   const std::string& where,
                                                   std::span<const PolicyKind> kinds);

// `inner` may be null.
std::unique_ptr<Policy> scheduled(std::unique_ptr<Policy> inner, std::vector<TimedRule> rules);

}  // namespace evenkeel
