// CPU used since the start, in core-nanoseconds: of components and of nodes, ended pods included.
#pragma once

#include <vector>

#include "simulation/flow.h"

namespace evenkeel::simulation {

struct CpuUsed {
  std::vector<double> services;
  std::vector<double> hosts;
};
CpuUsed cpuUsed(State& state, Flow& flow);

}  // namespace evenkeel::simulation
