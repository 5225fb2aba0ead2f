// What the `hpa` policy remembers from one decision to the next, and how it is written down.
//
// Kubernetes keeps this in the controller's memory and loses it on restart; here it is state of the
// policy and survives. Format: version 1, ByteWriter (base/codec.h).
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "base/time.h"
#include "policy/policy.h"
#include "policy/scaling/hpa_controller.h"

namespace evenkeel::hpa {

// A change that was asked for. It counts as a scale event once the count is seen to have moved.
struct AskedChange {
  std::int32_t from = 0;
  std::int32_t to = 0;
  Instant decided{};
  friend bool operator==(const AskedChange&, const AskedChange&) = default;
};

struct PolicyMemory {
  Memory memory;
  std::optional<AskedChange> asked;
};

PolicyState encode(const PolicyMemory& memory);

// An empty state is a fresh memory. Bytes that are not of this version and form are an error. Times
// after `now` become `now`, so that an entry from a clock that jumped does not stay young for ever.
Result<PolicyMemory> decode(const PolicyState& state, Instant now);

}  // namespace evenkeel::hpa
