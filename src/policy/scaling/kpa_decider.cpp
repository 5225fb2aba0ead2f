#include "policy/scaling/kpa_decider.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenkeel::kpa {
namespace {

constexpr Duration kTick = 2s;

std::int32_t toCount(double pods) {
  constexpr double kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::clamp(pods, 0.0, kMost));
}

// Both limits let the count move by one pod at least.
struct Limits {
  double lowest;
  double highest;
};
Limits limitsAt(const Settings& settings, double ready) {
  return {settings.reachable ? std::floor(ready / settings.maxScaleDownRate) : 0,
          std::ceil(settings.maxScaleUpRate * ready)};
}

std::int32_t limited(double wanted, const Limits& limits, std::int32_t activationScale) {
  const std::int32_t pods = toCount(std::min(std::max(wanted, limits.lowest), limits.highest));
  return activationScale > 1 && wanted > 0 ? std::max(pods, activationScale) : pods;
}

void updatePanic(const Settings& settings, bool over, Instant now, Memory& memory) {
  if (over) {
    memory.panicking = now;
  } else if (memory.panicking && *memory.panicking + settings.stableWindow < now) {
    memory.panicking.reset();
    memory.mostPanicPods = 0;
  }
}

std::int32_t delayedBy(Duration delay, std::int32_t pods, Instant now, Memory& memory) {
  return highestLately(memory.delayed, now.time_since_epoch() / kTick,
                       (delay + kTick - Duration{1}) / kTick, pods);
}

double excessBurstCapacity(const Settings& settings, const Observed& observed) {
  if (settings.targetBurstCapacity < 0) return -1;
  if (settings.targetBurstCapacity == 0) return 0;
  return std::floor(observed.readyPods * settings.capacity - settings.targetBurstCapacity -
                    observed.panic);
}

}  // namespace

Memory begin(std::int32_t readyPods, Instant now) {
  Memory memory;
  if (readyPods > 1) memory.panicking = now;
  memory.mostPanicPods = std::max(readyPods, 0);
  return memory;
}

Answer decide(const Settings& settings, const Observed& observed, Instant now, Memory& memory) {
  const double ready = std::max(1, observed.readyPods);
  const Limits limits = limitsAt(settings, ready);
  const double stable = std::ceil(observed.stable / settings.target);
  const double panic = std::ceil(observed.panic / settings.target);

  Answer answer;
  answer.stablePods = limited(stable, limits, settings.activationScale);
  answer.panicPods = limited(panic, limits, settings.activationScale);
  updatePanic(settings, panic / ready >= settings.panicThreshold, now, memory);
  answer.panicking = memory.panicking.has_value();
  answer.pods = answer.stablePods;
  if (answer.panicking) {
    memory.mostPanicPods = std::max({memory.mostPanicPods, answer.stablePods, answer.panicPods});
    answer.pods = memory.mostPanicPods;
  }
  if (settings.reachable && settings.scaleDownDelay > Duration::zero())
    answer.pods = delayedBy(settings.scaleDownDelay, answer.pods, now, memory);
  answer.excessBurstCapacity = excessBurstCapacity(settings, observed);
  return answer;
}

}  // namespace evenkeel::kpa
