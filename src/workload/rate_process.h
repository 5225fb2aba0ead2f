// The rate of arrivals as it is: an intensity, optionally times a random factor that nobody can
// know beforehand, as pieces of constant rate.
//
// The factor is exp(X), constant over a minute, X a stationary Gaussian AR(1) process with
// correlation 0.9 from minute to minute (it forgets in about ten minutes); mean 1, coefficient of
// variation `noise`. It depends on seed and entity alone, not on the intensity.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/random.h"
#include "base/time.h"
#include "workload/intensity.h"

namespace evenkeel {

class RateProcess {
 public:
  static constexpr Duration kNoiseInterval = 60s;
  static constexpr double kNoiseCorrelation = 0.9;

  // noise in [0, 1]; zero: the intensity alone.
  RateProcess(Intensity intensity, double noise, std::uint64_t seed, std::string_view entity);

  // Goes on to the next piece, which begins where the last one ended, the first at zero. False: the
  // intensity has ended.
  bool next();
  // Of the current piece.
  Instant begin() const { return begin_; }
  Instant end() const { return end_; }
  double rate() const { return rate_; }  // per second

 private:
  void drawFactor();

  Intensity intensity_;
  RandomStream random_;
  double logDeviation_;  // of the stationary X; zero: no noise
  double logFactor_ = 0;
  double factor_ = 1;
  Instant factorEnd_ = Instant::max();
  std::size_t segment_ = 0;
  Instant begin_{};
  Instant end_{};
  double rate_ = 0;
};

}  // namespace evenkeel
