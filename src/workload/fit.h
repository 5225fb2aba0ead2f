// A generated load that is like a trace: level, trend, seasons (fit_season.h), bursts
// (fit_bursts.h) and noise (fit_noise.h), each with the figures that the trace shows.
//
// Medians leave out what is rare, so that the parts together have another mean, peak and roughness
// than the trace. What follows is the method of simulated moments (McFadden, "A method of simulated
// moments", Econometrica 57, 1989) with three parameters: the load is generated, and its level is
// set by the mean, its bursts' height by the peak, its fast noise by the roughness, some times
// over. Of eight seeds the one whose figures are nearest is kept.
#pragma once

#include "workload/trace_figures.h"

namespace evenkeel {

struct Fit {
  SeasonalLoad load;
  bool counted = true;  // the values are counts: a Poisson process would give such whole numbers
  TraceFigures trace;
  TraceFigures generated;  // over the trace's length; of counts drawn from the load where counted
};

// Invalid where the trace has less than a hundred intervals or no value above zero.
Result<Fit> fitTo(const RateTrace& trace, bool counted);

// Whether all values are whole numbers.
bool holdsCounts(const RateTrace& trace);

// Counts drawn from the load over so many of its intervals; its rates times the interval where not
// `counted`.
Result<RateTrace> drawn(const SeasonalLoad& load, std::size_t intervals, bool counted);

}  // namespace evenkeel
