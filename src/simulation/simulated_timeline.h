// The simulated world's time: callbacks in the engine's own event queue.
#pragma once

#include <functional>
#include <vector>

#include "base/timeline.h"
#include "simulation/event_queue.h"

namespace evenkeel::simulation {

class SimulatedTimeline final : public Timeline {
 public:
  // `start`: what the wall clock shows at the origin.
  SimulatedTimeline(EventQueue& queue, std::uint32_t kind, WallTime start)
      : queue_(queue), kind_(kind), wallOffset_(start.time_since_epoch()) {}

  Instant now() const override { return Instant(Duration(queue_.now())); }
  WallTime wall() const override { return WallTime(now().time_since_epoch() + wallOffset_); }
  TimerId at(Instant when, std::function<void()> callback) override;
  bool cancel(TimerId timer) override;

  // The queue fired an event of this timeline's kind.
  void onFired(std::uint32_t subject);
  void jumpWall(Duration by) { wallOffset_ += by; }

 private:
  struct Slot {
    Timer timer = kNoTimer;
    std::uint64_t id = 0;  // zero: unused
    std::function<void()> callback;
  };
  static constexpr unsigned kSlotBits = 24;

  EventQueue& queue_;
  std::uint32_t kind_;
  Duration wallOffset_;
  std::uint64_t lastId_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> unused_;
};

}  // namespace evenkeel::simulation
