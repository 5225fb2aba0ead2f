// M/M/c: Poisson arrivals, exponential service, c equal servers, one queue without limit, first
// come first served. With one server, M/M/1.
//
// Rates per second, times in seconds; arrivalRate >= 0, serviceTime > 0, servers >= 1. Where the
// queue is not stable (utilization >= 1) times and counts are infinite and every response is late.
// Source: Gross and Harris, Fundamentals of Queueing Theory, 3rd ed., 1998, §2.2 and §2.3.
#pragma once

#include <cstdint>

namespace evenkeel::performance {

struct MultiServerQueue {
  double arrivalRate = 0;
  double serviceTime = 0;  // mean
  std::int32_t servers = 1;

  double load() const { return arrivalRate * serviceTime; }
  double utilization() const { return load() / servers; }
  bool stable() const { return load() < servers; }

  double waitingProbability() const;
  double meanWait() const;
  double meanResponse() const;  // wait and service
  double meanInSystem() const;
  // P(response > t), t >= 0.
  double responseExceeds(double t) const;
  // The smallest t with P(response <= t) >= q, to 12 digits; q in [0, 1).
  double responseQuantile(double q) const;
};

}  // namespace evenkeel::performance
