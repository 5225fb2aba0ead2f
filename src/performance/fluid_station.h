// Stations of one component over time, without single requests: a fluid above capacity, an
// equilibrium below it.
//
// While less arrives than can be served, the stations are in the equilibrium of that moment
// (operating_points.h). What arrives beyond capacity gathers as a backlog, which grows and drains
// at the difference of the rates, and is bounded by the room and by time-outs; who arrives
// meanwhile waits for it (first come, first served) or shares the cores with it. Leaves out: how
// equilibrium is reached, and the chance in the backlog itself. Pointwise stationary fluid flow;
// Newell, Applications of Queueing Theory, 2nd ed., 1982, ch. 2.
//
// Rates per second, times in seconds. A step costs some 100 ns.
#pragma once

#include <limits>

#include "performance/operating_points.h"

namespace evenkeel::performance {

// Of the requests that arrived in a step, as expected.
struct FluidStep {
  double arrived = 0;
  double refused = 0;   // no room
  double timedOut = 0;  // gave up
  double bad = 0;       // refused, timed out or slower than the limit
  double badVariance = 0;
  double meanResponse = 0;  // of the rest
  std::array<double, kParts.size()> responses{};
  double busy = 0;  // core-seconds used
};

class FluidStation {
 public:
  // `timeout`, `limit`: as OperatingPoints; `room`: requests that wait where there is no station.
  FluidStation(double limit, double timeout, double room)
      : limit_(std::min(limit, timeout)), timeout_(timeout), room_(room) {}

  // `stations` of that kind share what arrives (a pool is one); zero: what arrives waits where
  // `waits`, else it is refused.
  FluidStep advance(double seconds, double arrivalRate, OperatingPoints* points, double stations,
                    bool waits);
  double inSystem() const { return inSystem_; }
  // What waits or is served is lost.
  void clear() { backlog_ = inSystem_ = 0; }

 private:
  FluidStep withoutStation(double seconds, double arrivalRate, bool waits);

  double limit_;
  double timeout_;
  double room_;
  double backlog_ = 0;  // requests above equilibrium, all stations together
  double inSystem_ = 0;
};

}  // namespace evenkeel::performance
