// By how much the number of late requests of one queue varies, first come, first served.
//
// Requests that arrive close together wait for the same work and are late together, which the
// number of requests that they find does not show. So the queue is followed by the wait of whoever
// came now: while all servers are busy it falls by one second a second and rises with each arrival
// by the time until the next of them is done. Poisson arrivals, exponential service. The variance
// is that of the Poisson equation of this process (Asmussen, Applied Probability and Queues, 2nd
// ed., 2003, ch. I.7 and II.4), integrated on a grid. With several servers the length of a late
// request's own service is counted until the next is done only: the variance is some percent low.
#pragma once

#include <cstdint>

namespace evenkeel::performance {

struct LateQueue {
  double arrivalRate = 0;    // > 0, per second
  double serviceTime = 0;    // mean, > 0, seconds
  std::int32_t servers = 1;  // > 0; utilization < 1
};

// Per second, of requests whose wait and service exceed `limit` seconds.
double lateVariance(const LateQueue& queue, double limit);

}  // namespace evenkeel::performance
