// CPU used since the start, in core-nanoseconds: of components and of nodes, ended pods included.
#pragma once

#include <vector>

#include "simulation/flow.h"

namespace evenkeel::simulation {

double serviceBusy(State& state, Flow& flow, std::uint32_t service);
std::vector<double> hostsBusy(State& state, Flow& flow);

}  // namespace evenkeel::simulation
