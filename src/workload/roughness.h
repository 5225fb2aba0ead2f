// How much a trace changes while a start-up lasts, beyond what a Poisson process would: what no
// causal rule can answer in time.
//
// The standard deviation of (c(t+D) - c(t)) / c(t), c the counts of an interval, D the start-up
// delay; intervals with fewer than 20 counts are left out, and of counts the mean Poisson variance
// b/a² + b²/a³ is subtracted (a = c(t), b = c(t+D): the delta method for a ratio). For a D shorter
// than an interval the figure of one is scaled by √(D / interval), as a random walk grows.
// The trace's intervals are joined from the first on, as many as a minute has room for (of 20 s
// three, of 25 s two); those longer than half a minute are taken as they are. What is left over at
// the end does not count.
#pragma once

#include <optional>

#include "workload/rate_trace.h"

namespace evenkeel {

// `counted`: the values are counts; otherwise they are levels (a utilisation): nothing is
// subtracted, and values below a twentieth of the mean are left out. Absent: no two values to
// compare. delay > 0.
std::optional<double> roughness(const RateTrace& trace, Duration delay, bool counted);

}  // namespace evenkeel
