// The sizes that a plan may give the pods of a component, beside their number.
//
// Where the application permits `resize` and the component's resourceBounds leave a choice of CPU,
// eight values from the least to the most, each the same multiple of the one before, in whole steps
// of 50m (finer ones where the bounds are closer together), and the request it has; else that
// alone. Memory stays as it is. A change takes effect in place, when its order is carried out.
#pragma once

#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "evaluation/bounds/replica_range.h"

namespace evenkeel::evaluation {

inline constexpr Duration kOrderLead = 1s + 100ms;  // given and carried out that late, at most

struct PlannedSize {
  Quantity cpu;        // requested
  double cores = 0;    // in force: the limit in the same proportion, else the request
  Duration startUp{};  // from the order for a pod of it to its readiness, the image being there
  ReplicaRange range;
};

struct PlannedSizes {
  std::vector<PlannedSize> sizes;  // in rising order, at least one
  std::size_t first = 0;           // the one it has
  bool change = false;             // may be chosen
};

PlannedSizes plannedSizes(const Scenario& scenario, const Application& application,
                          const Component& component);

}  // namespace evenkeel::evaluation
