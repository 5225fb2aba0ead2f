#include "kubernetes/pod_resources.h"

namespace evenkeel::kubernetes {

Resources requestsOf(const std::vector<ContainerState>& containers) {
  Resources sum;
  for (const ContainerState& container : containers)
    sum = sum + Resources{container.cpuRequest.value_or(Quantity{}),
                          container.memoryRequest.value_or(Quantity{})};
  return sum;
}

Resources requestsOf(const PodState& pod) {
  return pod.podRequests.value_or(requestsOf(pod.containers));
}

std::optional<Resources> limitsOf(const std::vector<ContainerState>& containers) {
  Resources sum;
  for (const ContainerState& container : containers) {
    if (!container.cpuLimit || !container.memoryLimit) return std::nullopt;
    sum = sum + Resources{*container.cpuLimit, *container.memoryLimit};
  }
  return containers.empty() ? std::nullopt : std::optional(sum);
}

}  // namespace evenkeel::kubernetes
