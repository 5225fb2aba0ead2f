#include "evaluation/bounds/replica_range.h"

#include <algorithm>

#include "agent/guardrails.h"
#include "model/placement.h"

namespace evenkeel::evaluation {
namespace {

std::int64_t times(Quantity whole, Quantity part) {
  return part.milli > 0 ? std::max<std::int64_t>(0, whole.milli) / part.milli : INT32_MAX;
}

}  // namespace

std::int32_t podsThatFit(const std::vector<Node>& nodes, const Component& component,
                         const Resources& requests) {
  std::int64_t pods = 0;
  for (const Node& node : nodes) {
    if (!allows(component.placement, node)) continue;
    pods += std::min(times(node.allocatable.cpu, requests.cpu),
                     times(node.allocatable.memory, requests.memory));
    if (pods >= INT32_MAX) return INT32_MAX;
  }
  return static_cast<std::int32_t>(pods);
}

ReplicaRange replicaRange(const Scenario& scenario, const Application& application,
                          const Component& component, const Resources& requests) {
  const std::int32_t fits = podsThatFit(scenario.nodes, component, requests);
  if (!isPermitted(application, "scale")) return {component.replicas, component.replicas, fits};
  const ScalingBounds& bounds = component.scaling;
  return {bounds.minReplicas, std::max(bounds.minReplicas, std::min(bounds.maxReplicas, fits)),
          fits};
}

}  // namespace evenkeel::evaluation
