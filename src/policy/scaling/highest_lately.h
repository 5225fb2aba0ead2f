// The highest of the counts that were wanted within a window of time, in ticks.
#pragma once

#include <cstdint>
#include <vector>

namespace evenkeel {

struct WantedCount {
  std::int64_t tick = 0;
  std::int32_t pods = 0;
  friend bool operator==(const WantedCount&, const WantedCount&) = default;
};

// Takes in what is wanted at `tick`, and answers the highest of the last `ticks`, that one
// included. Kept are the counts that no later one has reached, falling: an entry a tick at most.
std::int32_t highestLately(std::vector<WantedCount>& kept, std::int64_t tick, std::int64_t ticks,
                           std::int32_t pods);

}  // namespace evenkeel
