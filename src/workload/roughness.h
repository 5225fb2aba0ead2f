// How much a trace changes while a start-up lasts, beyond what a Poisson process would: what no
// causal rule can answer in time.
//
// The standard deviation of (c(t+D) - c(t)) / c(t), c the counts per minute, D the start-up delay;
// minutes with fewer than 20 counts are left out, and of counts the mean Poisson variance b/a² +
// b²/a³ is subtracted (a = c(t), b = c(t+D): the delta method for a ratio). For a D shorter than a
// minute the figure of one minute is scaled by √(D / 60 s), as a random walk grows.
// Intervals shorter than a minute are joined to one; longer ones are taken as they are.
#pragma once

#include <optional>

#include "workload/rate_trace.h"

namespace evenkeel {

// `counted`: the values are counts; otherwise they are levels (a utilisation): nothing is
// subtracted, and values below a twentieth of the mean are left out. Absent: no two values to
// compare. delay > 0.
std::optional<double> roughness(const RateTrace& trace, Duration delay, bool counted);

}  // namespace evenkeel
