// What a mechanism can do to an asset: its knobs, with unit, range and which way is safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"

namespace evenkeel {

// The direction in which a wrong move costs money rather than service.
enum class SafeDirection : std::uint8_t { None, Up, Down };

struct KnobCapability {
  std::string mechanism;  // that turns it
  std::string knob;
  std::string unit;  // "1" (a count), "cores", "bytes", "node"
  Quantity minimum;
  Quantity maximum;
  Quantity step{1};  // values are multiples of it
  Quantity current;  // the value in force
  std::optional<Quantity> safeValue;
  SafeDirection safe = SafeDirection::None;
  friend bool operator==(const KnobCapability&, const KnobCapability&) = default;
};

}  // namespace evenkeel
