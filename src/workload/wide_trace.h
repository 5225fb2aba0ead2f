// Traces of which each row is a series: a column an interval, from the load's firstCountColumn to
// the last (CPU of virtual machines by PlanetLab, invocations of functions by Azure).
//
// Needs the load's `interval`. One row, or several that the load combines. An empty cell is a
// missing value, treated as `gaps` says; of several rows it is left out of their sum or mean, and
// an interval without any value is a gap. Bounds: as many columns as csv.h allows. Errors bear
// file:line.
#pragma once

#include <string_view>

#include "workload/rate_trace.h"

namespace evenkeel {

Result<RateTrace> parseWideTrace(std::string_view text, const TraceLoad& load);

}  // namespace evenkeel
