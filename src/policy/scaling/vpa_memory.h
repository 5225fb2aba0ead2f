// What the `vpa` policy remembers: what was used (the recommender's checkpoint) and how each pod
// stands. Format: version 2, ByteWriter (base/codec.h).
#pragma once

#include <vector>

#include "base/result.h"
#include "policy/policy.h"
#include "policy/scaling/vpa_usage.h"

namespace evenkeel::vpa {

struct PodMemory {
  AssetId id;
  MemoryPeak peak;
  std::int32_t restarts = 0;
  std::optional<Instant> started;  // for the last time
  std::optional<Duration> ranUntilOom;
};

struct PolicyMemory {
  explicit PolicyMemory(const UsageRules& rules) : usage(rules) {}

  Usage usage;
  std::optional<Instant> seen;  // all samples up to then are in it
  std::vector<PodMemory> pods;  // by rising id
};

// Null where it is not among them.
const PodMemory* find(const std::vector<PodMemory>& pods, AssetId id);

PolicyState encode(const PolicyMemory& memory);
// An empty state is a fresh memory. Bytes that are not of this version and form are an error.
Result<PolicyMemory> decode(const PolicyState& state, const UsageRules& rules);

}  // namespace evenkeel::vpa
