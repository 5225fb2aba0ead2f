// The timeline of the real world: the clocks of the system, and a queue of timers.
#pragma once

#include <optional>

#include "base/virtual_timeline.h"

namespace evenkeel::io {

// A moment of an earlier life.
struct EarlierMoment {
  Instant now{};
  WallTime wall{};
};

class RealTimeline final : public Timeline {
 public:
  // Its time begins with zero, or goes on from an earlier moment as the wall's has since.
  explicit RealTimeline(const std::optional<EarlierMoment>& earlier = {});
  Instant now() const override;
  WallTime wall() const override;
  TimerId at(Instant when, std::function<void()> callback) override;
  bool cancel(TimerId timer) override { return timers_.cancel(timer); }

  // Runs what is due.
  void runDue() { timers_.runUntil(now()); }
  // The instant of the next timer; Instant::max() where there is none.
  Instant next() const { return timers_.next(); }

 private:
  Duration start_;
  VirtualTimeline timers_;
};

}  // namespace evenkeel::io
