// A station of requests in equilibrium: how many are in it, how long they take, and how much by
// chance the share of slow ones differs from one stretch of time to another.
//
// The number in it is a birth and death process: Poisson arrivals, n requests are served by
// min(n, cores, workers) cores. That is exact for processor sharing with any service time and for
// first come, first served with exponential ones; for others the wait is scaled by (1 + cv²) / 2
// (Allen and Cunneen). How long a request takes is told from the number that it finds: sharing,
// it is served at the pace of that moment (the snapshot principle, Reiman 1982: exact in heavy and
// in light traffic, some percent off between); first come, first served, it waits for those before
// it. Counts of slow requests over a long time have a mean and a variance per second; the variance,
// correlation from request to request included, comes from the Poisson equation of the process
// (Asmussen, Applied Probability and Queues, 2nd ed., 2003, ch. I.7); that of one worker from its
// workload (late_variance.h). Sharing, requests that overlap are late together more often than the
// number in it shows: by what simulations of exponential service have, the variance is half as much
// again for one core and the excess falls with the number of cores.
//
// Rates per second, times in seconds. O(states), which are few hundred unless nearly saturated.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "performance/service_tail.h"

namespace evenkeel::performance {

// One pod, or several with one queue.
struct StationShape {
  double cores = 1;          // > 0, fractions allowed
  double speed = 1;          // of a core, > 0
  double ofOne = 1;          // cores that one request can use, > 0, at most 1
  std::int32_t workers = 0;  // served at once, first come, first served; 0: all share the cores
  double room = std::numeric_limits<double>::infinity();  // in it at most, >= 1; else refused

  // Requests of that mean service time that it serves per second at most.
  double capacity(double serviceTime) const;
};

// Of a count that grows over time.
struct CountRate {
  double mean = 0;
  double variance = 0;
};

class Equilibrium {
 public:
  // 0 <= arrivalRate < capacity unless the room is bounded; the service time's mean is > 0.
  Equilibrium(const StationShape& shape, const ServiceTail& service, double arrivalRate);

  double meanInSystem() const { return meanInSystem_; }
  double meanResponse() const { return meanResponse_; }  // of those let in
  double refused() const { return refused_; }            // probability
  // P(response > seconds) of a request let in.
  double exceeds(double seconds) const;
  // Requests refused or slower than `limit`.
  CountRate bad(double limit) const;

 private:
  double exceedsFinding(std::size_t found, double seconds) const;
  // exceedsFinding for each of the first so many states.
  std::vector<double> exceedsFindingEach(std::size_t count, double seconds) const;

  StationShape shape_;
  const ServiceTail& service_;
  double arrivalRate_;
  bool bounded_;
  std::vector<double> states_;  // probability of n in it
  double meanInSystem_ = 0;
  double meanResponse_ = 0;
  double refused_ = 0;
};

}  // namespace evenkeel::performance
