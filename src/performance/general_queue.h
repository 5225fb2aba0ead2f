// M/G/1: Poisson arrivals and service times of any distribution at one server.
//
// Rates per second, times in seconds; arrivalRate >= 0, serviceTime > 0, cv >= 0. Where the queue
// is not stable (utilization >= 1) times are infinite. Sources: Kleinrock, Queueing Systems,
// vol. 1, 1975, §5.6 (Pollaczek and Khinchine); vol. 2, 1976, §4.4 (processor sharing).
#pragma once

namespace evenkeel::performance {

struct GeneralQueue {
  double arrivalRate = 0;
  double serviceTime = 0;  // mean
  double cv = 1;           // coefficient of variation of the service time: 0 is M/D/1, 1 M/M/1

  double utilization() const { return arrivalRate * serviceTime; }
  bool stable() const { return utilization() < 1; }

  // First come, first served.
  double meanWait() const;
  double meanResponse() const;
  // Processor sharing: the mean does not depend on the distribution, and a request that needs
  // `service` seconds alone takes service / (1 - utilization) on average.
  double meanResponseShared() const { return meanResponseShared(serviceTime); }
  double meanResponseShared(double service) const;
};

}  // namespace evenkeel::performance
