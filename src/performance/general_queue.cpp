#include "performance/general_queue.h"

#include <limits>

namespace evenkeel::performance {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

double GeneralQueue::meanWait() const {
  if (!stable()) return kInfinity;
  const double rho = utilization();
  return rho * serviceTime * (1 + cv * cv) / (2 * (1 - rho));
}

double GeneralQueue::meanResponse() const {
  return meanWait() + serviceTime;
}

double GeneralQueue::meanResponseShared(double service) const {
  if (!stable()) return kInfinity;
  return service / (1 - utilization());
}

}  // namespace evenkeel::performance
