// The timeline of the real world: the clocks of the system, and a queue of timers.
#pragma once

#include "base/virtual_timeline.h"

namespace evenkeel::io {

class RealTimeline final : public Timeline {
 public:
  RealTimeline();
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
