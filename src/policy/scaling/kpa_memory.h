// What the `kpa` policy remembers from one decision to the next, and how it is written down.
//
// Format: version 1, ByteWriter (base/codec.h).
#pragma once

#include <optional>

#include "base/result.h"
#include "policy/policy.h"
#include "policy/scaling/kpa_decider.h"

namespace evenkeel::kpa {

struct PolicyMemory {
  Memory decider;
  std::optional<Instant> idleSince;  // no pods have been wanted from then on
  friend bool operator==(const PolicyMemory&, const PolicyMemory&) = default;
};

PolicyState encode(const PolicyMemory& memory);

// Not for an empty state. Bytes that are not of this version and form are an error. Times after
// `now` become `now`, so that a panic from a clock that jumped ends in time.
Result<PolicyMemory> decode(const PolicyState& state, Instant now);

}  // namespace evenkeel::kpa
