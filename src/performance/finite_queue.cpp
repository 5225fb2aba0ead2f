#include "performance/finite_queue.h"

#include <algorithm>

namespace evenkeel::performance {

FiniteQueueMeasures measuresOf(const FiniteQueue& queue) {
  if (!(queue.arrivalRate > 0)) return {0, 0, 0, queue.serviceTime, 0};
  const double load = queue.arrivalRate * queue.serviceTime;
  // The probability of n in the system relative to that of none; all is scaled down together
  // before it overflows.
  constexpr double kLarge = 1e200;
  double weight = 1;
  double total = 1;
  double inSystem = 0;
  double busy = 0;
  for (std::int32_t n = 1; n <= queue.capacity; ++n) {
    const std::int32_t servers = std::min(n, queue.servers);
    weight *= load / servers;
    total += weight;
    inSystem += n * weight;
    busy += servers * weight;
    if (inSystem > kLarge) {
      weight /= kLarge;
      total /= kLarge;
      inSystem /= kLarge;
      busy /= kLarge;
    }
  }
  FiniteQueueMeasures m;
  m.blocking = weight / total;
  m.meanInSystem = inSystem / total;
  m.utilization = busy / total / queue.servers;
  m.throughput = busy / total / queue.serviceTime;  // as 1 - blocking would cancel
  m.meanResponse = m.meanInSystem / m.throughput;   // Little's law
  return m;
}

}  // namespace evenkeel::performance
