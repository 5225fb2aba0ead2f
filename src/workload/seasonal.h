// Days and weeks with trend, noise and bursts, from a few numbers (model/scenario.h), such as fit.h
// takes from a trace.
//
// The rate at t, in days d from the start, is
//   max(0, level + trend·d) · season(t) · exp(X(t) - v/2) · (1 + sum of bursts at t)
// season: daily[hour of the day] · weekly[day of the week] at the middle of each hour, straight
// lines between; X: a sum of stationary Gaussian AR(1) processes of variance v in all, one draw an
// interval; a burst: a straight rise to its height, then an exponential decay. It is constant over
// each interval, as at its middle, and depends on the load alone, its seed included: a longer one
// begins like a shorter one, and an offset skips its beginning.
#pragma once

#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel {

// Invalid, with the parameter's name, unless `daily` holds 24 factors or none, `weekly` 7 or none,
// all of zero and more; lengths and coefficients are of zero and more, decay and interval above it;
// and offset and length > 0 make four million intervals at most.
Result<Intensity> intensityOf(const SeasonalLoad& load, Duration length);

// The rate without noise and bursts, at that time from the start.
double seasonalRate(const SeasonalLoad& load, double seconds);

}  // namespace evenkeel
