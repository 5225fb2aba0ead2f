// From the load of a scenario to the intensity that arrivals are drawn from.
#pragma once

#include <vector>

#include "model/scenario.h"
#include "workload/intensity.h"
#include "workload/rate_trace.h"

namespace evenkeel {

// Counts per interval as a rate per second, constant over each interval.
Result<Intensity> intensityOf(const RateTrace& trace);

// Reads the file, skips the offset, stretches, takes `length` (an error where less is left), and
// scales it by the statistics of the first 60 % of what it took: the part to tune and train on,
// whatever part of the run is judged, so that a scenario has one load. A judged part that begins
// there or later has no say in the scale.
Result<Intensity> intensityOf(const TraceLoad& load, Duration length);

// Any load; `length` > 0.
Result<Intensity> intensityOf(const LoadShape& shape, Duration length);

// One for each load, in order; the error is that of the first that has one.
Result<std::vector<Intensity>> intensitiesOf(const std::vector<Load>& loads, Duration length);

}  // namespace evenkeel
