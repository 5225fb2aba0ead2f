// When a source that is asked at an interval is asked next. Decisions fall on multiples of their
// period, and figures grow old while they wait for one: it is asked so that the answer is there
// just before a multiple of the interval. The HorizontalPodAutoscaler asks when it decides; a loop
// that never waits asks that much sooner.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace evenkeel::kubernetes {

class AskingRhythm {
 public:
  // `early`: that much sooner still, so that many questions do not come at once.
  explicit AskingRhythm(Duration interval, Duration early = {})
      : interval_(interval), early_(early) {}

  void asked(Instant now) { asked_ = now; }
  // There is an answer. How long they take: the longest, of which half is forgotten with each that
  // is quicker.
  void answered(Instant now) {
    const Duration took = now - asked_;
    longest_ = std::max(took, (longest_ + took) / 2);
  }

  // Half an interval after it was asked last at the soonest.
  Instant next() const {
    const Duration lead = std::min(2 * longest_ + kMargin + early_, interval_ / 2);
    const Duration soonest = asked_.time_since_epoch() + interval_ / 2 + lead;
    return Instant((soonest + interval_ - Duration(1)) / interval_ * interval_ - lead);
  }

 private:
  static constexpr Duration kMargin = 50ms;

  Duration interval_;
  Duration early_;
  Instant asked_{};
  Duration longest_{};
};

}  // namespace evenkeel::kubernetes
