#include "io/real_timeline.h"

#include <algorithm>
#include <chrono>

namespace evenkeel::io {
namespace {

Duration monotonic() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

RealTimeline::RealTimeline(const std::optional<EarlierMoment>& earlier) : start_(monotonic()) {
  if (!earlier) return;
  const Duration since = std::max(wall() - earlier->wall, Duration::zero());
  start_ -= earlier->now.time_since_epoch() + since;
}

Instant RealTimeline::now() const {
  return Instant(monotonic() - start_);
}

WallTime RealTimeline::wall() const {
  return WallTime(std::chrono::system_clock::now().time_since_epoch());
}

TimerId RealTimeline::at(Instant when, std::function<void()> callback) {
  return timers_.at(when, std::move(callback));
}

}  // namespace evenkeel::io
