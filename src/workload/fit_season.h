// Level, trend and seasons of a trace, by medians: what few odd days or hours do not change.
//
// Trend: the median slope between days, a whole number of weeks apart where the trace has two
// weeks (Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63, 1968;
// Hirsch, Slack and Smith, "Techniques of trend analysis", Water Resources Research 18, 1982), held
// so flat that the level nowhere falls below a tenth of its middle; from four days on. Days of the
// week: the median over the weeks of a day's mean over the trend; from two weeks on. Hours of the
// day: the median over the days of an hour's mean over trend and day of the week; from three days
// on. Both have the mean 1.
#pragma once

#include "workload/rate_trace.h"

namespace evenkeel {

// Level, trend, daily, weekly and interval; the rest is left as it is by default.
SeasonalLoad fitSeason(const RateTrace& trace);

}  // namespace evenkeel
