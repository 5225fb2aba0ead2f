// Loads made from a few numbers instead of a trace (their parameters: model/scenario.h).
//
// What is not constant is cut into steps of whole seconds, 1 s up to a day of load and at most
// 100,000 of them beyond, each with the rate at its middle. Errors name the parameter.
#pragma once

#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel {

// `length` > 0: how much of it is wanted, from the start.
Result<Intensity> intensityOf(const SteadyLoad& load, Duration length);
Result<Intensity> intensityOf(const RampLoad& load, Duration length);
Result<Intensity> intensityOf(const StepLoad& load, Duration length);
Result<Intensity> intensityOf(const DiurnalLoad& load, Duration length);
// base + (peak - base)·exp(-t / decay), t from the end of the hold.
Result<Intensity> intensityOf(const FlashCrowdLoad& load, Duration length);

}  // namespace evenkeel
