// Asking a policy: no exception of its leaves here.
#pragma once

#include "policy/policy.h"

namespace evenkeel {

Result<PolicyAnswer> askPolicy(const Policy& policy, const Snapshot& snapshot,
                               const PolicyState& state, RandomStream random);

}  // namespace evenkeel
