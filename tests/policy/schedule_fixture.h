// A policy around another, and a component at some wall time.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "policy/scaling/schedule_policy.h"

namespace evenkeel::testing {

// Wants so many replicas, or fails; counts its own calls in its state.
class Inner final : public Policy {
 public:
  explicit Inner(std::optional<std::int32_t> wanted, bool fails = false)
      : wanted_(wanted), fails_(fails) {
    needs_.metrics = {{"some_metric", MetricOf::Component, {}, 60s, true}};
    needs_.mechanisms = {"resize"};
    needs_.period = 42s;
    needs_.learns = true;
  }
  std::string_view name() const override { return "inner"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    if (fails_) return fail(ErrorKind::Unavailable, "inner", "knows nothing");
    PolicyAnswer answer{{}, {3, state.bytes + "x"}};
    answer.decision.reasons = {{"inner-reason", {}, {}, {}, {}}};
    answer.decision.effect.utilization = 0.5;
    answer.decision.effect.requestRate = 9;
    answer.decision.actions = {{"resize", snapshot.components[0].id, {{"cpu", {500}}}, {}, 0}};
    if (wanted_)
      answer.decision.actions.push_back(
          {"scale", snapshot.components[0].id, {{"replicas", Quantity::units(*wanted_)}}, {}, 0});
    return answer;
  }

 private:
  std::optional<std::int32_t> wanted_;
  bool fails_;
  PolicyNeeds needs_;
};

// A component at some wall time.
struct Place {
  explicit Place(std::int32_t replicas, ScalingBounds bounds = {1, 100, {}}) {
    description.scaling = std::move(bounds);
    state.replicas = replicas;
  }
  Result<PolicyAnswer> decide(const Policy& policy, std::string_view time,
                              const PolicyState& memory = {}) {
    const ComponentView view{AssetId{1}, &description, &state, 7, {}, {}, {}};
    Snapshot snapshot;
    snapshot.wall = *parseTimestamp(time);
    snapshot.application = &application;
    snapshot.components = {&view, 1};
    RandomStream random(1, "web", "test");
    return policy.decide(snapshot, memory, random);
  }
  // Asked for; absent: nothing is.
  std::optional<std::int64_t> wish(const Policy& policy, std::string_view time) {
    const auto answer = decide(policy, time);
    if (!answer) return -1;
    for (const Action& action : answer->decision.actions) {
      if (action.settings[0].knob == knob::kReplicas) return action.settings[0].value.ceilUnits();
    }
    return std::nullopt;
  }

  Application application;
  Component description;
  ComponentState state;
};

inline constexpr const char* kOutside = "2026-01-15T06:00:00Z";  // a Thursday
inline constexpr const char* kInside = "2026-01-15T08:00:00Z";   // 09:00 in Rome

inline ScheduleRule rule(std::optional<std::int32_t> least, std::optional<std::int32_t> most,
                         const char* start = "0 8 * * 1-5",
                         Duration duration = std::chrono::hours(10)) {
  return {start, duration, "Europe/Rome", least, most};
}

inline std::unique_ptr<Policy> around(std::unique_ptr<Policy> inner,
                                      const std::vector<ScheduleRule>& rules) {
  std::vector<TimedRule> timed;
  for (const ScheduleRule& one : rules) timed.push_back(*TimedRule::make(one));
  return scheduled(std::move(inner), std::move(timed));
}
inline std::unique_ptr<Policy> wanting(std::optional<std::int32_t> count,
                                       const std::vector<ScheduleRule>& rules) {
  return around(std::make_unique<Inner>(count), rules);
}

}  // namespace evenkeel::testing
