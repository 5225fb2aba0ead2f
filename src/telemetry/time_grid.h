// The moments at which a history is looked at: evenly spaced.
#pragma once

#include <cstddef>
#include <vector>

#include "base/time.h"

namespace evenkeel::telemetry {

struct TimeGrid {
  WallTime first{};
  Duration step = std::chrono::minutes(5);  // > 0
  std::size_t count = 0;                    // of moments

  WallTime at(std::size_t i) const { return first + step * static_cast<std::int64_t>(i); }
  // `count` where the time is none of them, as far as half a step.
  std::size_t find(double secondsSince1970) const;
  friend bool operator==(const TimeGrid&, const TimeGrid&) = default;
};

// The last moments up to `until`, on whole steps since 1970, so that the same moments are asked for
// again and again; over `length`, both ends included.
TimeGrid gridUntil(WallTime until, Duration length, Duration step);

// In order, each of at most so many moments (> 0).
std::vector<TimeGrid> partsOf(const TimeGrid& grid, std::size_t most);

}  // namespace evenkeel::telemetry
