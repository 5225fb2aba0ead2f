// Times of the wall, as a cluster writes them, on a timeline.
#pragma once

#include "base/timeline.h"

namespace evenkeel::kubernetes {

// By how long ago it was.
inline Instant instantOf(WallTime time, const Timeline& timeline) {
  return timeline.now() - (timeline.wall() - time);
}

}  // namespace evenkeel::kubernetes
