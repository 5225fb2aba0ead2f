// How long to wait before the next try: doubling, give or take half of it by chance.
#pragma once

#include <algorithm>

#include "base/random.h"
#include "base/time.h"

namespace evenkeel::kubernetes {

class BackOff {
 public:
  BackOff(Duration first, Duration longest) : first_(first), longest_(longest), pause_(first) {}

  Duration next(RandomStream& random) {
    const Duration now = fromSeconds(toSeconds(pause_) * (0.5 + random.uniform()));
    pause_ = std::min(2 * pause_, longest_);
    return now;
  }
  void reset() { pause_ = first_; }

 private:
  Duration first_;
  Duration longest_;
  Duration pause_;
};

}  // namespace evenkeel::kubernetes
