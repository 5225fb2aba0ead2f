// The wish of a scaling policy: so many replicas of a component, by the mechanism `scale`.
#pragma once

#include <cstdint>
#include <string>

#include "policy/snapshot.h"

namespace evenkeel {

inline Action scaleTo(const ComponentView& component, std::int32_t replicas) {
  return {"scale",
          component.id,
          {{std::string(knob::kReplicas), Quantity::units(replicas)}},
          {},
          component.generation};
}

}  // namespace evenkeel
