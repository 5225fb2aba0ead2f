#include "kubernetes/pod.h"

#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

// A phase that is not known (the node does not answer) is that of a pod that ran.
PodPhase phaseOf(const std::string& phase) {
  if (phase.empty() || phase == "Pending") return PodPhase::Pending;
  if (phase == "Succeeded") return PodPhase::Succeeded;
  if (phase == "Failed") return PodPhase::Failed;
  return PodPhase::Running;
}

bool isOutOfMemory(const Json& state) {
  return textAt(memberOf(state, "terminated"), "reason") == "OOMKilled";
}

void addStatus(const Json& statuses, std::vector<ContainerState>& containers) {
  for (const Json& status : statuses) {
    const std::string name = textAt(status, "name");
    for (ContainerState& container : containers) {
      if (container.name != name) continue;
      container.restarts = static_cast<std::int32_t>(numberAt(status, "restartCount"));
      container.lastKilledForMemory =
          isOutOfMemory(memberOf(status, "lastState")) || isOutOfMemory(memberOf(status, "state"));
    }
  }
}

std::vector<ContainerPort> portsOf(const Json& spec) {
  std::vector<ContainerPort> ports;
  for (const Json& container : memberOf(spec, "containers")) {
    for (const Json& port : memberOf(container, "ports"))
      ports.push_back({textAt(port, "name"), countAt(port, "containerPort")});
  }
  return ports;
}

}  // namespace

Result<Pod> readPod(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "pod");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  Pod pod;
  pod.meta = std::move(*meta);
  std::erase_if(pod.meta.annotations,
                [](const auto& one) { return !one.first.starts_with("prometheus.io/"); });
  const auto fault = [&](Error error) {
    error.where =
        pod.meta.space + '/' + pod.meta.name + (error.where.empty() ? "" : ", " + error.where);
    return tl::unexpected(std::move(error));
  };
  const Json& spec = memberOf(object, "spec");
  const Json& status = memberOf(object, "status");
  pod.node = textAt(spec, "nodeName");
  pod.address = textAt(status, "podIP");
  pod.ports = portsOf(spec);
  pod.started = timeAt(status, "startTime");
  pod.state.phase = phaseOf(textAt(status, "phase"));
  pod.state.deleting = pod.meta.deleting;
  if (const Json& ready = conditionOf(status, "Ready"); !ready.is_null()) {
    pod.state.ready = textAt(ready, "status") == "True";
    pod.readyTransition = timeAt(ready, "lastTransitionTime");
  }
  const Json& scheduled = conditionOf(status, "PodScheduled");
  pod.state.unschedulable =
      textAt(scheduled, "status") == "False" && textAt(scheduled, "reason") == "Unschedulable";
  if (pod.state.unschedulable) pod.noPlace = textAt(scheduled, "message");
  auto containers = readContainers(spec);
  if (!containers) return fault(std::move(containers.error()));
  pod.state.containers = std::move(*containers);
  const auto requests = readPodResources(spec, "requests");
  if (!requests) return fault(requests.error());
  pod.state.podRequests = *requests;
  addStatus(memberOf(status, "containerStatuses"), pod.state.containers);
  addStatus(memberOf(status, "initContainerStatuses"), pod.state.containers);
  return pod;
}

}  // namespace evenkeel::kubernetes
