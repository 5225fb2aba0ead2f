// What sums a trace up, so that two can be set side by side.
#pragma once

#include <optional>

#include "workload/rate_trace.h"

namespace evenkeel {

struct TraceFigures {
  double mean = 0;        // per second
  double peakToMean = 0;  // the largest interval over the mean
  // Of the counts, at that distance; absent: the trace is shorter than two of it, or constant.
  std::optional<double> nextInterval;
  std::optional<double> hour;
  std::optional<double> day;
  std::optional<double> roughness;  // of the last 40 %, over a minute (roughness.h)
};

// counted: the values are counts, not levels.
TraceFigures figuresOf(const RateTrace& trace, bool counted);

// Σ (c(t) - m)·(c(t + lag) - m) / Σ (c(t) - m)²: the usual, slightly too small estimate (Box and
// Jenkins, Time Series Analysis, 2.1).
std::optional<double> autocorrelation(const RateTrace& trace, Duration distance);

}  // namespace evenkeel
