// Time as 64-bit nanoseconds; monotonic and wall time are different types and do not mix.
//
// Range: about ±292 years around the origin. The origin of Instant is the start of its timeline (a
// simulated run starts at zero); WallTime counts from 1970-01-01T00:00:00Z without leap seconds.
// Nothing here reads a clock: see timeline.h.
#pragma once

#include <chrono>
#include <cstdint>

namespace evenkeel {

struct MonotonicTime;  // tags, never defined
struct CivilTime;

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<MonotonicTime, Duration>;
using WallTime = std::chrono::time_point<CivilTime, Duration>;

using namespace std::chrono_literals;

inline constexpr double toSeconds(Duration d) {
  return static_cast<double>(d.count()) * 1e-9;
}

// Rounds to the nearest nanosecond; saturates instead of overflowing; NaN becomes zero.
Duration fromSeconds(double value);

}  // namespace evenkeel
