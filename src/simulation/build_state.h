// From a scenario to the state of a run at time zero, before anything has started.
#pragma once

#include "base/result.h"
#include "simulation/state.h"

namespace evenkeel::simulation {

Result<void> buildState(const Scenario& scenario, std::vector<Intensity> intensities, State& state);

}  // namespace evenkeel::simulation
