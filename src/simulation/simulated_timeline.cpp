#include "simulation/simulated_timeline.h"

#include <utility>

namespace evenkeel::simulation {

TimerId SimulatedTimeline::at(Instant when, std::function<void()> callback) {
  std::uint32_t index;
  if (unused_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
    slots_[index].timer = queue_.make(kind_, index);
  } else {
    index = unused_.back();
    unused_.pop_back();
  }
  Slot& slot = slots_[index];
  slot.id = (++lastId_ << kSlotBits) | index;
  slot.callback = std::move(callback);
  queue_.arm(slot.timer, when.time_since_epoch().count());
  return TimerId{slot.id};
}

bool SimulatedTimeline::cancel(TimerId timer) {
  const std::uint64_t index = timer.value & ((std::uint64_t{1} << kSlotBits) - 1);
  if (timer.value == 0 || index >= slots_.size() || slots_[index].id != timer.value) return false;
  Slot& slot = slots_[index];
  queue_.disarm(slot.timer);
  slot.id = 0;
  slot.callback = nullptr;
  unused_.push_back(static_cast<std::uint32_t>(index));
  return true;
}

void SimulatedTimeline::onFired(std::uint32_t subject) {
  const std::function<void()> callback = std::move(slots_[subject].callback);
  slots_[subject].id = 0;
  slots_[subject].callback = nullptr;
  unused_.push_back(subject);
  callback();
}

}  // namespace evenkeel::simulation
