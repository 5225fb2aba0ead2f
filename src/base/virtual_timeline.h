// A timeline that moves only when told to: for tests, recorded runs and benchmarks of the loop. The
// simulator has its own (simulation/), driven by its event queue.
#pragma once

#include <map>
#include <utility>

#include "base/timeline.h"

namespace evenkeel {

class VirtualTimeline final : public Timeline {
 public:
  explicit VirtualTimeline(WallTime start = WallTime{}) : wallOffset_(start.time_since_epoch()) {}

  Instant now() const override { return now_; }
  WallTime wall() const override { return WallTime(now_.time_since_epoch() + wallOffset_); }
  TimerId at(Instant when, std::function<void()> callback) override;
  bool cancel(TimerId timer) override;

  // Runs everything due up to and including `end`, then stands at `end`.
  void runUntil(Instant end);
  // Runs what is due now, without moving.
  void runDue() { runUntil(now_); }
  // Moves the wall clock alone, as an operator or NTP would.
  void jumpWall(Duration by) { wallOffset_ += by; }
  bool idle() const { return timers_.empty(); }
  // The instant of the next timer; Instant::max() where there is none.
  Instant next() const;

 private:
  using Key = std::pair<Instant, std::uint64_t>;
  Instant now_{};
  Duration wallOffset_;
  std::uint64_t lastId_ = 0;
  std::map<Key, std::function<void()>> timers_;
  std::map<std::uint64_t, Instant> due_;
};

}  // namespace evenkeel
