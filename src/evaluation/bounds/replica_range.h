// How many pods of a component a plan may ask for.
//
// Within minReplicas and maxReplicas, and not more than fit on the scenario's nodes by their
// requests of CPU and memory, where its placement allows them; exactly `replicas` where the
// application does not permit `scale`. Every component is looked at as if it were alone: what pods
// of others take, and nodes that fail, are left out.
#pragma once

#include <cstdint>

#include "model/scenario.h"

namespace evenkeel::evaluation {

// Pods of that size that the nodes hold together, at most INT32_MAX.
std::int32_t podsThatFit(const std::vector<Node>& nodes, const Component& component,
                         const Resources& requests);

struct ReplicaRange {
  std::int32_t least = 1;
  std::int32_t most = 1;  // above `fits` only where fewer are not allowed
  std::int32_t fits = INT32_MAX;
  friend bool operator==(const ReplicaRange&, const ReplicaRange&) = default;
};

ReplicaRange replicaRange(const Scenario& scenario, const Application& application,
                          const Component& component, const Resources& requests);

}  // namespace evenkeel::evaluation
