// What pods of a workload suffer from, as the watch tells it.
#pragma once

#include <span>
#include <string>

#include "kubernetes/pod.h"

namespace evenkeel::kubernetes {

// "2 pods find no place (0/3 nodes are available: 3 Insufficient cpu)", "1 pod was killed for
// memory" (its last end was OOMKilled); empty: none.
std::string troublesOf(std::span<const Pod* const> pods);

}  // namespace evenkeel::kubernetes
