// Which node a pod goes to: the one with the most room (as Kubernetes' LeastAllocated scoring: the
// mean of the free shares of CPU and memory after placing it) among those that are up, allowed by
// the component's placement, and large enough. Ties: the first in the scenario.
#pragma once

#include "simulation/state.h"

namespace evenkeel::simulation {

// kNone: there is none at present.
std::uint32_t chooseHost(const State& state, const Pod& pod);

}  // namespace evenkeel::simulation
