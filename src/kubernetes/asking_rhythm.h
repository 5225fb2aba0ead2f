// When a source that is asked at an interval is asked next: so that an answer is there just before
// the next decision, as figures grow old while they wait for one. The HorizontalPodAutoscaler asks
// when it decides; a loop that never waits asks that much sooner.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace evenkeel::kubernetes {

class AskingRhythm {
 public:
  explicit AskingRhythm(Duration interval) : interval_(interval) {}

  void expectDecision(Instant when) { decision_ = when; }
  void asked(Instant now) { asked_ = now; }
  // How long answers take: the longest, of which half is forgotten with each that is quicker.
  void answered(Instant now) {
    const Duration took = now - asked_;
    longest_ = std::max(took, (longest_ + took) / 2);
  }

  // Half an interval after it was asked last at the soonest, then with the next decision or whole
  // intervals sooner or later.
  Instant next() const {
    if (decision_ == Instant::max()) return asked_ + interval_;
    const Instant target = decision_ - std::min<Duration>(2 * longest_ + kMargin, interval_);
    const Instant soonest = asked_ + interval_ / 2;
    const Duration over = (target - soonest) % interval_;
    return soonest + (over < Duration::zero() ? over + interval_ : over);
  }

 private:
  static constexpr Duration kMargin = 50ms;

  Duration interval_;
  Instant decision_ = Instant::max();
  Instant asked_{};
  Duration longest_{};
};

}  // namespace evenkeel::kubernetes
