#include "telemetry/time_grid.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::telemetry {

std::size_t TimeGrid::find(double secondsSince1970) const {
  const double index =
      std::round((secondsSince1970 - toSeconds(first.time_since_epoch())) / toSeconds(step));
  if (!(index >= 0 && index < static_cast<double>(count))) return count;
  return static_cast<std::size_t>(index);
}

TimeGrid gridUntil(WallTime until, Duration length, Duration step) {
  const Duration since1970 = until.time_since_epoch();
  const WallTime last(since1970 - since1970 % step);
  const std::int64_t steps = length / step;
  return {last - steps * step, step, static_cast<std::size_t>(steps) + 1};
}

std::vector<TimeGrid> partsOf(const TimeGrid& grid, std::size_t most) {
  std::vector<TimeGrid> parts;
  for (std::size_t begin = 0; begin < grid.count; begin += most)
    parts.push_back({grid.at(begin), grid.step, std::min(most, grid.count - begin)});
  return parts;
}

}  // namespace evenkeel::telemetry
