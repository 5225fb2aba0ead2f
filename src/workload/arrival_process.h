// Arrivals drawn from a rate: a Poisson process whose rate is that of a RateProcess.
//
// Exact for piecewise constant rates: one unit exponential an arrival is used up at the current
// rate, and what a piece leaves of it goes on into the next (the time change of a Poisson process;
// Cox and Lewis, 1966).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "workload/rate_process.h"

namespace evenkeel {

class ArrivalProcess {
 public:
  // As RateProcess.
  ArrivalProcess(Intensity intensity, double noise, std::uint64_t seed, std::string_view entity);

  // The next arrival, never before the last; Instant::max() once the intensity has ended.
  Instant next() {
    double budget = random_.exponential(1.0);  // of expected arrivals, until the next arrival
    while (!(offset_ + budget * meanGap_ < length_)) {
      budget = std::max(0.0, budget - (length_ - offset_) * rate_);
      if (!enterNextPiece()) return Instant::max();
    }
    offset_ += budget * meanGap_;
    return rates_.begin() + Duration(static_cast<std::int64_t>(offset_));
  }

  // For whoever wants the rates instead of arrivals: either, not both.
  RateProcess& rates() { return rates_; }

 private:
  bool enterNextPiece();

  RateProcess rates_;
  RandomStream random_;
  double offset_ = 0;   // ns from the begin of the current piece to the last arrival
  double length_ = 0;   // ns
  double rate_ = 0;     // arrivals per ns
  double meanGap_ = 0;  // 1 / rate_
};

}  // namespace evenkeel
