#include "evaluation/cost.h"

#include <algorithm>

namespace evenkeel::evaluation {

Cost& Cost::operator+=(const Cost& other) {
  podSeconds += other.podSeconds;
  coreSeconds += other.coreSeconds;
  byteSeconds += other.byteSeconds;
  nodeSeconds += other.nodeSeconds;
  joules += other.joules;
  return *this;
}

double Cost::money(const Prices& prices) const {
  constexpr double kHour = 3600;  // seconds
  constexpr double kGib = 1 << 30;
  constexpr double kKwh = 3.6e6;  // joules
  return coreSeconds / kHour * prices.coreHour + byteSeconds / kGib / kHour * prices.gibHour +
         nodeSeconds / kHour * prices.nodeHour + joules / kKwh * prices.kwh;
}

Cost costOf(std::span<const PodLife> pods, Instant begin, Instant end) {
  Cost cost;
  for (const auto& pod : pods) {
    const Duration life = std::min(pod.ended, end) - std::max(pod.asked, begin);
    if (life <= Duration::zero()) continue;
    const double seconds = toSeconds(life);
    cost.podSeconds += seconds;
    cost.coreSeconds += seconds * pod.requests.cpu.asDouble();
    cost.byteSeconds += seconds * pod.requests.memory.asDouble();
  }
  return cost;
}

}  // namespace evenkeel::evaluation
