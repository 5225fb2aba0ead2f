// By how much the number of late requests of one server varies, first come, first served.
//
// Requests that arrive close together wait for the same work and are late together, which the
// number of requests that they find does not show. So the server is followed by its workload (the
// wait of whoever came now): it falls by one second a second and rises by the service time of who
// arrives. Poisson arrivals, exponential service. The variance is that of the Poisson equation of
// the workload process (Asmussen, Applied Probability and Queues, 2nd ed., 2003, ch. II.4),
// integrated on a grid.
#pragma once

namespace evenkeel::performance {

// Per second, of requests whose wait and service exceed `limit`; arrivalRate > 0, utilization < 1.
double lateVariance(double arrivalRate, double serviceTime, double limit);

}  // namespace evenkeel::performance
