// M/M/c/K: as M/M/c, with room for K requests in all, in service included; who finds it full is
// turned away. With one server, M/M/1/K; with K = c, Erlang's loss system.
//
// Rates per second, times in seconds; arrivalRate >= 0, serviceTime > 0, 1 <= servers <= capacity.
// Stable at any load. O(capacity). Source: Gross and Harris, Fundamentals of Queueing Theory,
// 3rd ed., 1998, §2.5.
#pragma once

#include <cstdint>

namespace evenkeel::performance {

struct FiniteQueue {
  double arrivalRate = 0;
  double serviceTime = 0;
  std::int32_t servers = 1;
  std::int32_t capacity = 1;
};

struct FiniteQueueMeasures {
  double blocking = 0;  // probability of being turned away
  double throughput = 0;
  double meanInSystem = 0;
  double meanResponse = 0;  // of those let in; the service time where nobody comes
  double utilization = 0;   // of the servers
};

FiniteQueueMeasures measuresOf(const FiniteQueue& queue);

}  // namespace evenkeel::performance
