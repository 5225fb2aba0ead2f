// The rate of arrivals over time, in requests/s: piecewise constant, never interpolated.
//
// It begins at Instant zero with no segment missing, and is zero outside its segments. A trace of
// counts is read as an intensity, from which arrivals are drawn (arrival_process.h). Mean and peak
// are those of the intensity, not of a draw. A value.
#pragma once

#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel {

class Intensity {
 public:
  struct Segment {
    Instant end{};  // it begins where the one before it ends
    double rate = 0;
    friend bool operator==(const Segment&, const Segment&) = default;
  };
  // The clock's nanosecond would not tell more arrivals apart.
  static constexpr double kMaxRate = 1e9;
  static constexpr Duration kMaxLength = std::chrono::hours(24) * 365 * 100;

  Intensity() = default;
  // Invalid unless lengths are positive, their sum at most kMaxLength and rates are in [0,
  // kMaxRate].
  Result<void> append(Duration length, double rate);

  const std::vector<Segment>& segments() const { return segments_; }
  bool empty() const { return segments_.empty(); }
  Instant end() const { return segments_.empty() ? Instant{} : segments_.back().end; }
  double rateAt(Instant time) const;
  double mean() const;  // over time; zero where empty
  double peak() const;

  // Every rate times `factor`. Invalid where that is not a valid rate.
  Result<Intensity> scaled(double factor) const;
  // The same rates over `factor` times the time. Invalid where a segment would vanish or the end
  // would pass kMaxLength.
  Result<Intensity> stretched(double factor) const;
  // What lies in [from, to), moved to begin at zero.
  Intensity slice(Instant from, Instant to) const;

  friend bool operator==(const Intensity&, const Intensity&) = default;

 private:
  std::vector<Segment> segments_;
};

// How long the part to tune and train on is, before the part to judge on: the first 60 %.
Duration trainingTime(Duration whole);
// Where that part ends in whole segments: the last end of one within it; its own end where the
// first segment is longer.
Instant trainingEnd(const Intensity& intensity);

}  // namespace evenkeel
