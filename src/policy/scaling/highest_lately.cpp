#include "policy/scaling/highest_lately.h"

#include <algorithm>

namespace evenkeel {

std::int32_t highestLately(std::vector<WantedCount>& kept, std::int64_t tick, std::int64_t ticks,
                           std::int32_t pods) {
  while (!kept.empty() && kept.back().pods <= pods) kept.pop_back();
  if (kept.empty() || kept.back().tick < tick) kept.push_back({tick, pods});
  kept.erase(kept.begin(), std::find_if(kept.begin(), kept.end(), [&](const WantedCount& earlier) {
               return earlier.tick > tick - ticks;
             }));
  return kept.empty() ? pods : kept.front().pods;
}

}  // namespace evenkeel
