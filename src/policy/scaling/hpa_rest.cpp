#include "policy/scaling/hpa_rest.h"

#include <algorithm>
#include <functional>

namespace evenkeel::hpa {
namespace {

const Recommendation* newest(const Memory& memory) {
  if (!memory.recommendations) return nullptr;
  const auto found = std::ranges::max_element(*memory.recommendations, {}, &Recommendation::time);
  return found == memory.recommendations->end() ? nullptr : &*found;
}

struct Extreme {
  std::int32_t replicas = 0;
  Instant until = Instant::max();  // it leaves the window, where it is not what is wanted
};

template <class Beyond>
Extreme extremeOf(const std::vector<Recommendation>& log, std::int32_t wanted, Duration window,
                  Instant now, Beyond beyond) {
  Extreme extreme{wanted};
  for (const Recommendation& entry : log) {
    if (entry.time < now - window) continue;
    if (beyond(entry.replicas, extreme.replicas)) {
      extreme = {entry.replicas, entry.time + window};
    } else if (entry.replicas == extreme.replicas && entry.replicas != wanted) {
      extreme.until = std::max(extreme.until, entry.time + window);
    }
  }
  return extreme;
}

}  // namespace

Instant standsUntil(const Autoscaler& autoscaler, const Memory& memory, std::int32_t current,
                    Instant now) {
  const Recommendation* last = newest(memory);
  if (last == nullptr || last->time != now) return now;
  const auto& log = *memory.recommendations;
  if (log.size() == 1) return now;  // what was there at first, and maybe nobody's recommendation
  if (!autoscaler.behavior) {
    const Duration window = autoscaler.settings.downscaleStabilization;
    return extremeOf(log, last->replicas, window, now, std::greater<>{}).until;
  }
  const BehaviorRules& rules = *autoscaler.behavior;
  const Extreme lowest =
      extremeOf(log, last->replicas, rules.up.stabilizationWindow, now, std::less<>{});
  const Extreme highest =
      extremeOf(log, last->replicas, rules.down.stabilizationWindow, now, std::greater<>{});
  // What the limits hold back they do for a time.
  if (std::min(std::max(current, lowest.replicas), highest.replicas) != current) return now;
  return std::min(lowest.until, highest.until);
}

Instant readsAlikeUntil(const ComponentView& component, const Readiness& readiness,
                        Duration maxSampleAge, Instant now) {
  Instant until = Instant::max();
  const auto ages = [&](std::span<const Window* const> metrics) {
    for (const Window* window : metrics) {
      const Sample* sample = window == nullptr ? nullptr : window->fresh(now, maxSampleAge);
      if (sample != nullptr) until = std::min(until, sample->time + maxSampleAge);
    }
  };
  ages(component.metrics);
  for (const PodView& pod : component.pods) {
    ages(pod.metrics);
    if (!pod.state->started) continue;
    const Instant initialized = *pod.state->started + readiness.cpuInitializationPeriod;
    if (initialized > now) until = std::min(until, initialized);
  }
  return until;
}

void repeat(const Autoscaler& autoscaler, Memory& memory, std::span<const Instant> times) {
  const Recommendation* last = newest(memory);
  if (last == nullptr) return;
  const std::int32_t wanted = last->replicas;
  for (const Instant time : times) {
    if (autoscaler.behavior) {
      stabilize(*memory.recommendations, wanted, wanted, *autoscaler.behavior, time);
    } else {
      stabilize(*memory.recommendations, wanted, autoscaler.settings.downscaleStabilization, time);
    }
  }
}

}  // namespace evenkeel::hpa
