// The policy `static`: changes nothing, or keeps a fixed number of replicas. The baseline that any
// other policy has to beat.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/schema.h"
#include "policy/policy.h"

namespace evenkeel {

struct StaticParameters {
  std::optional<std::int32_t> replicas;  // within the component's bounds; absent: as they are
};

const Schema<StaticParameters>& staticSchema();
Result<std::unique_ptr<Policy>> makeStaticPolicy(const StaticParameters& parameters);

}  // namespace evenkeel
