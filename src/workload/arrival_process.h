// Arrivals drawn from an intensity: a Poisson process whose rate is the intensity, optionally times
// a random factor that nobody can know beforehand.
//
// Exact for piecewise constant rates: one unit exponential an arrival is used up at the current
// rate, and what a segment leaves of it goes on into the next (the time change of a Poisson
// process; Cox and Lewis, 1966).
//
// The factor is exp(X), constant over a minute, X a stationary Gaussian AR(1) process with
// correlation 0.9 from minute to minute (it forgets in about ten minutes); mean 1, coefficient of
// variation `noise`. It depends on seed and entity alone, not on the intensity.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/random.h"
#include "base/time.h"
#include "workload/intensity.h"

namespace evenkeel {

class ArrivalProcess {
 public:
  static constexpr Duration kNoiseInterval = 60s;
  static constexpr double kNoiseCorrelation = 0.9;

  // noise in [0, 1]; zero: plain Poisson.
  ArrivalProcess(Intensity intensity, double noise, std::uint64_t seed, std::string_view entity);

  // The next arrival, never before the last; Instant::max() once the intensity has ended.
  Instant next() {
    double budget = random_.exponential(1.0);  // of expected arrivals, until the next arrival
    while (!(offset_ + budget * meanGap_ < length_)) {
      budget = std::max(0.0, budget - (length_ - offset_) * rate_);
      if (!enterNextPiece()) return Instant::max();
    }
    offset_ += budget * meanGap_;
    return begin_ + Duration(static_cast<std::int64_t>(offset_));
  }

 private:
  // A piece is what lies within one segment and, with noise, one minute.
  bool enterNextPiece();
  void drawFactor();

  Intensity intensity_;
  RandomStream random_;
  RandomStream noiseRandom_;
  double logDeviation_;  // of the stationary X; zero: no noise
  double logFactor_ = 0;
  double factor_ = 1;
  Instant factorEnd_ = Instant::max();
  std::size_t segment_ = 0;
  Instant begin_{};  // of the current piece
  Instant end_{};
  double offset_ = 0;   // ns from there to the last arrival
  double length_ = 0;   // ns
  double rate_ = 0;     // arrivals per ns
  double meanGap_ = 0;  // 1 / rate_
};

}  // namespace evenkeel
