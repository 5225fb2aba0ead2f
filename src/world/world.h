// A world: simulated, recorded, a Kubernetes cluster, a node (DESIGN decision 1). Its five seams,
// as references; whoever makes a world owns them and keeps them alive.
#pragma once

#include <vector>

#include "base/timeline.h"
#include "world/authority.h"
#include "world/inventory.h"
#include "world/mechanism.h"
#include "world/metric_source.h"

namespace evenkeel {

struct World {
  Timeline& timeline;
  Inventory& inventory;
  std::vector<MetricSource*> sources;  // asked in order; the first that has a series serves it
  std::vector<Mechanism*> mechanisms;
  Authority& authority;
};

}  // namespace evenkeel
