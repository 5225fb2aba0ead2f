// Bursts of a trace: where it stands far above its season and its own last hours.
//
// Looked for in steps of five minutes, or of an interval that is longer. What is compared is the
// logarithm of counts over season, less its running median of six hours: a burst is a run of steps
// above three of its robust deviations (and a fifth above at least), together with what
// leads to it and follows it above one. Its height is that of its highest step; it rises from its
// first step to that, and decays until less than 1/e of the height is left.
#pragma once

#include <optional>
#include <vector>

#include "workload/rate_trace.h"

namespace evenkeel {

struct BurstFit {
  std::optional<SeasonalBursts> bursts;  // medians over the bursts; absent: there is none
  std::vector<bool> within;              // for each interval of the trace: it is part of one
};

// `season`: the counts that the season says, for each interval of the trace, above zero.
BurstFit fitBursts(const RateTrace& trace, const std::vector<double>& season);

}  // namespace evenkeel
