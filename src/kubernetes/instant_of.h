// Times of the wall, as a cluster writes them, on a timeline.
#pragma once

#include <algorithm>

#include "base/timeline.h"

namespace evenkeel::kubernetes {

// By how long ago it was; nothing in a cluster is older than 1970.
inline Instant instantOf(WallTime time, const Timeline& timeline) {
  return timeline.now() - (timeline.wall() - std::max(time, WallTime{}));
}

}  // namespace evenkeel::kubernetes
