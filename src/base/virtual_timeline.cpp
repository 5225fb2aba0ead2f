#include "base/virtual_timeline.h"

#include <algorithm>

namespace evenkeel {

TimerId VirtualTimeline::at(Instant when, std::function<void()> callback) {
  const std::uint64_t id = ++lastId_;
  when = std::max(when, now_);
  timers_.emplace(Key{when, id}, std::move(callback));
  due_.emplace(id, when);
  return TimerId{id};
}

bool VirtualTimeline::cancel(TimerId timer) {
  const auto found = due_.find(timer.value);
  if (found == due_.end()) return false;
  timers_.erase(Key{found->second, timer.value});
  due_.erase(found);
  return true;
}

void VirtualTimeline::runUntil(Instant end) {
  while (!timers_.empty() && timers_.begin()->first.first <= end) {
    auto entry = timers_.extract(timers_.begin());
    now_ = entry.key().first;
    due_.erase(entry.key().second);
    entry.mapped()();
  }
  now_ = std::max(now_, end);
}

Instant VirtualTimeline::next() const {
  return timers_.empty() ? Instant::max() : timers_.begin()->first.first;
}

}  // namespace evenkeel
