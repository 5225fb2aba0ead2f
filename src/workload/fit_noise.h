// The noise of a trace: what is left of it beside season and bursts, as a slow and a fast factor.
//
// The autocovariances of the logarithm of counts over season, at one interval, one hour and six,
// are those of a sum of two AR(1) processes: the slow one's memory is read from those of one and
// six hours, and what it leaves of the variance and of the covariance at one interval is the fast
// one's. Sums of such processes stand in for a long memory (Granger, "Long memory relationships and
// the aggregation of dynamic models", Journal of Econometrics 14, 1980). The variance that counting
// adds (1 / mean, Poisson) is left out; values beyond four robust deviations count as four. Less
// than two days have one process.
#pragma once

#include <vector>

#include "workload/rate_trace.h"

namespace evenkeel {

// `season` as for fitBursts(), `leftOut` for each interval; counted: the values are counts. The
// slow one first; none where there is no noise.
std::vector<SeasonalNoise> fitNoise(const RateTrace& trace, const std::vector<double>& season,
                                    const std::vector<bool>& leftOut, bool counted);

}  // namespace evenkeel
