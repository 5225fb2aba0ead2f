// What pods use, as the resource metrics API has it (metrics.k8s.io/v1beta1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"

namespace evenkeel::kubernetes {

struct ContainerUse {
  std::string name;
  Quantity cpu;     // cores, over the window
  Quantity memory;  // bytes, working set
};

struct PodMetrics {
  std::string space;
  std::string name;
  WallTime time{};    // end of the window
  Duration window{};  // over which CPU was measured
  std::vector<ContainerUse> containers;
};

// Of one object as text. Invalid: it is none, or has a time, window or quantity that is none.
Result<PodMetrics> readPodMetrics(std::string_view json);

}  // namespace evenkeel::kubernetes
