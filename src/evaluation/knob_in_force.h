// The value of a component's knob as its state tells it; absent: its state does not.
#pragma once

#include <optional>
#include <string_view>

#include "base/quantity.h"
#include "model/asset.h"
#include "model/plan.h"

namespace evenkeel::evaluation {

inline std::optional<Quantity> knobInForce(const ComponentState& component, std::string_view knob) {
  if (knob == knob::kReplicas) return Quantity::units(component.replicas);
  if (knob == knob::kCpu) return component.podRequests.cpu;
  if (knob == knob::kMemory) return component.podRequests.memory;
  if (knob == knob::kEnabled) return Quantity::units(component.enabled ? 1 : 0);
  return std::nullopt;
}

}  // namespace evenkeel::evaluation
