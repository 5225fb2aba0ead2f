// An open network of M/M/c stations (Jackson, 1957): Poisson arrivals from outside, a request that
// leaves a station goes on to another or out by fixed probabilities.
//
// Each station then behaves as an M/M/c of its own at the rate that flows through it, loops
// included. Rates per second, times in seconds. Source: Gross and Harris, Fundamentals of Queueing
// Theory, 3rd ed., 1998, §4.2.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

namespace evenkeel::performance {

struct Station {
  double serviceTime = 0;  // mean, > 0
  std::int32_t servers = 1;
  double arrivalRate = 0;       // from outside
  std::vector<double> routing;  // to station j after this one; may be shorter than the network; the
                                // rest of 1 leaves
};

struct NetworkMeasures {
  std::vector<double> rates;  // through each station
  double meanResponse = 0;    // from outside to out; infinite where a station is not stable
};

// Invalid where a number is out of its range, nothing arrives, or requests cannot leave. At most
// 1000 stations; O(n³).
Result<NetworkMeasures> measuresOf(const std::vector<Station>& network);

}  // namespace evenkeel::performance
