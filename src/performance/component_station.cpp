#include "performance/component_station.h"

#include <algorithm>
#include <limits>

namespace evenkeel::performance {
namespace {

// Zero: the pod's requests share it.
std::int32_t workersOf(const Serving& serving) {
  return serving.discipline == Discipline::ProcessorSharing ? 0 : std::max(1, serving.workers);
}

double requestsIn(const Serving& serving) {
  return static_cast<double>(std::max(0, serving.queueLimit)) + workersOf(serving);
}

}  // namespace

double coresOfPod(const Component& component) {
  return (component.limits ? component.limits->cpu : component.requests.cpu).asDouble();
}

double patienceOf(const Serving& serving) {
  return serving.timeout ? toSeconds(*serving.timeout) : std::numeric_limits<double>::infinity();
}

double roomOfPod(const Serving& serving) {
  return requestsIn(serving);
}

StationShape stationOf(const Serving& serving, double cores, double speed, std::int32_t pods,
                       bool pooled) {
  const std::int32_t workers = workersOf(serving);
  const std::int32_t together = pooled ? pods : 1;
  StationShape shape;
  shape.cores = pooled ? cores : cores / pods;
  shape.speed = speed;
  if (workers > 0) shape.ofOne = std::min(1.0, cores / pods);
  shape.workers = workers * together;
  shape.room = std::max(1.0, requestsIn(serving) * together);
  return shape;
}

}  // namespace evenkeel::performance
