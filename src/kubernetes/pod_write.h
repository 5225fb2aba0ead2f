// Requests that change pods: their size in place (KEP-1287), and their end by way of the disruption
// budgets (policy/v1). As values; nothing is sent here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "kubernetes/api_client.h"
#include "kubernetes/unchanged.h"

namespace evenkeel::kubernetes {

// Absent: it stays as it is.
struct ContainerResize {
  std::string name;
  std::optional<Quantity> cpuRequest;
  std::optional<Quantity> memoryRequest;
  std::optional<Quantity> cpuLimit;
  std::optional<Quantity> memoryLimit;
};

struct PodRef {
  std::string space;
  std::string name;
};

ApiRequest resizeRequest(const PodRef& pod, const std::vector<ContainerResize>& sizes,
                         const Unchanged& unchanged);
ApiRequest evictionRequest(const PodRef& pod, const Unchanged& unchanged);

}  // namespace evenkeel::kubernetes
