#include "policy/scaling/hpa_pods.h"

#include <string>

#include "policy/scaling/hpa_arithmetic.h"
#include "policy/scaling/hpa_conditions.h"

namespace evenkeel::hpa {
namespace {

bool unreadyByCpuRules(const PodState& pod, const PodSample& sample, const Readiness& readiness,
                       Instant now) {
  if (!pod.ready || !pod.started) return true;
  const bool initializing = *pod.started > now - readiness.cpuInitializationPeriod;
  if (initializing) {
    if (!*pod.ready) return true;
    return pod.readyTransition && sample.time < *pod.readyTransition + sample.window;
  }
  const bool neverReady =
      !pod.readyTransition || *pod.readyTransition < *pod.started + readiness.initialReadinessDelay;
  return !*pod.ready && neverReady;
}

std::optional<Quantity> requestOf(const ContainerState& container, Resource resource) {
  return resource == Resource::Cpu ? container.cpuRequest : container.memoryRequest;
}

}  // namespace

PodGroup groupOf(const MeasuredPod& pod, bool startUpCpu, const Readiness& readiness, Instant now) {
  if (pod.state->deleting || pod.state->phase == PodPhase::Failed) return PodGroup::Ignored;
  if (pod.state->phase == PodPhase::Pending) return PodGroup::Unready;
  if (!pod.sample) return PodGroup::Missing;
  if (startUpCpu && unreadyByCpuRules(*pod.state, *pod.sample, readiness, now))
    return PodGroup::Unready;
  return PodGroup::Counted;
}

std::string_view nameOf(Resource resource) {
  return resource == Resource::Cpu ? "cpu" : "memory";
}

Usable<std::int64_t> requestOf(const PodState& pod, std::string_view podName, Resource resource,
                               std::string_view container, bool podLevel) {
  if (podLevel && container.empty() && pod.podRequests) {
    const auto& level = *pod.podRequests;
    const Quantity set = resource == Resource::Cpu ? level.cpu : level.memory;
    if (set.milli > 0) return set.milli;  // else this resource is not set at pod level
  }
  std::int64_t sum = 0;
  bool found = container.empty();
  for (const auto& c : pod.containers) {
    if (!container.empty() && c.name != container) continue;
    found = true;
    const auto request = requestOf(c, resource);
    if (!request || request->milli < 0)
      return tl::unexpected(Unusable{reason::kFailedMissingRequest, c.name,
                                     "missing request for " + std::string(nameOf(resource)) +
                                         " in container " + c.name + " of Pod " +
                                         std::string(podName)});
    sum = saturatingAdd(sum, request->milli);
  }
  if (!found)
    return tl::unexpected(Unusable{
        reason::kFailedMissingContainer, std::string(container),
        "container " + std::string(container) + " not found in Pod " + std::string(podName)});
  return sum;
}

}  // namespace evenkeel::hpa
