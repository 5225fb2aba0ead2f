// Policies for tests of the loop: a sensible one, and one that no guardrail should trust.
#pragma once

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "policy/policy.h"

namespace evenkeel::testing {

inline Action scaleTo(const ComponentView& component, std::int64_t replicas) {
  return {
      "scale", component.id, {{"replicas", Quantity::units(replicas)}}, {}, component.generation};
}

inline PolicyNeeds cpuNeeds() {
  PolicyNeeds needs;
  needs.metrics = {{std::string(metric::kCpuUsage), MetricOf::Pod, {}, Duration{}, true}};
  needs.mechanisms = {"scale"};
  return needs;
}

// Wants 60 % of a core used by each pod. With nothing to go by it takes the load for zero, which is
// just what the guardrails are for.
class Threshold final : public Policy {
 public:
  std::string_view name() const override { return "threshold"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    const ComponentView& component = snapshot.components[0];
    double used = 0;
    for (const PodView& pod : component.pods) {
      if (const Sample* sample = pod.metrics[0] == nullptr ? nullptr : pod.metrics[0]->latest())
        used += sample->value;
    }
    const auto wanted = static_cast<std::int64_t>(std::ceil(used / 0.6));
    PolicyAnswer answer{{}, state};
    answer.state.bytes += "x";
    answer.decision.reasons.push_back({"cpu", "cpu", used, 0.6, static_cast<double>(wanted)});
    answer.decision.actions.push_back(scaleTo(component, wanted));
    return answer;
  }

 private:
  PolicyNeeds needs_ = cpuNeeds();
};

// Asks for nothing, and keeps when it was asked.
class Onlooker final : public Policy {
 public:
  explicit Onlooker(PolicyNeeds needs = cpuNeeds()) : needs_(std::move(needs)) {}
  std::string_view name() const override { return "onlooker"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    asked.push_back(snapshot.now);
    return PolicyAnswer{{}, state};
  }
  mutable std::vector<Instant> asked;

 private:
  PolicyNeeds needs_;
};

// Anything at all: absurd counts, foreign assets, unknown knobs, errors, exceptions.
class Madman final : public Policy {
 public:
  std::string_view name() const override { return "madman"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    const ComponentView& component = snapshot.components[0];
    PolicyAnswer answer{{}, state};
    Action action = scaleTo(component, static_cast<std::int64_t>(random.below(2000)) - 500);
    switch (random.below(12)) {
      case 0:
        return fail(ErrorKind::Internal, "madman", "no idea");
      case 1:
        throw std::runtime_error("out of my mind");
      case 2:
        throw 42;
      case 3:
        action.asset = AssetId{static_cast<std::uint32_t>(random.below(20))};
        break;
      case 4:
        action.mechanism = "no-such";
        break;
      case 5:
        action.settings[0].knob = "no-such";
        break;
      case 6:
        action.settings[0].value = Quantity{static_cast<std::int64_t>(random.bits())};
        break;
      case 7:
        action.after = {7, 0, 4'000'000'000u};
        break;
      case 8:
        action.settings.clear();
        break;
      case 9:
        answer.decision.validFor = Duration(static_cast<std::int64_t>(random.bits()) / 4);
        break;
      default:
        break;
    }
    answer.decision.actions.assign(1 + random.below(3), action);
    return answer;
  }

 private:
  PolicyNeeds needs_ = cpuNeeds();
};

}  // namespace evenkeel::testing
