#include "kubernetes/workload.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/json_parts.h"
#include "kubernetes/pod_resources.h"

namespace evenkeel::kubernetes {
namespace {

// A ReplicaSet has one template.
bool isRollout(const Json& status, const std::string& kind, std::int32_t existing) {
  if (kind == "ReplicaSet") return false;
  const bool hasOld = countAt(status, "updatedReplicas") < existing;
  if (kind == "StatefulSet")
    return hasOld && textAt(status, "updateRevision") != textAt(status, "currentRevision");
  return hasOld;
}

}  // namespace

Result<Workload> readWorkload(std::string_view text, const std::string& kind) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, kind);
  if (!meta) return tl::unexpected(std::move(meta.error()));
  Workload workload;
  workload.meta = std::move(*meta);
  workload.kind = kind;
  workload.apiVersion = "apps/v1";
  const Json& spec = memberOf(object, "spec");
  const Json& status = memberOf(object, "status");
  workload.observedGeneration = numberAt(status, "observedGeneration");
  if (const auto selector = readSelector(memberOf(spec, "selector")))
    workload.selector = selectorText(*selector);
  ComponentState& state = workload.state;
  // Left out, it is one.
  state.replicas = memberOf(spec, "replicas").is_null() ? 1 : countAt(spec, "replicas");
  state.statusReplicas = countAt(status, "replicas");
  state.readyReplicas = countAt(status, "readyReplicas");
  state.rollout = isRollout(status, kind, state.statusReplicas);
  const Json& podSpec = memberOf(memberOf(spec, "template"), "spec");
  const auto containers = readContainers(podSpec);
  if (!containers) {
    Error error = containers.error();
    error.where = workload.meta.space + '/' + workload.meta.name + ", " + error.where;
    return tl::unexpected(std::move(error));
  }
  const auto requests = readPodResources(podSpec, "requests");
  const auto limits = readPodResources(podSpec, "limits");
  if (!requests) return tl::unexpected(requests.error());
  if (!limits) return tl::unexpected(limits.error());
  state.podRequests = requests->value_or(requestsOf(*containers));
  state.podLimits = *limits ? *limits : limitsOf(*containers);
  return workload;
}

Result<Workload> readScale(std::string_view text, const ScaleTarget& target) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "scale");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  if (meta->name != target.name || meta->space != target.space)
    return fail(ErrorKind::Invalid, "scale of " + target.space + '/' + target.name,
                "is that of " + meta->space + '/' + meta->name);
  Workload workload;
  workload.meta = std::move(*meta);
  workload.kind = target.kind;
  workload.apiVersion = target.apiVersion;
  workload.podsTell = true;
  const Json& status = memberOf(object, "status");
  workload.state.replicas = countAt(memberOf(object, "spec"), "replicas");
  workload.state.statusReplicas = countAt(status, "replicas");
  workload.selector = textAt(status, "selector");
  return workload;
}

std::string kindWithGroup(const Workload& workload) {
  const std::string_view group = groupOf(workload.apiVersion);
  return group.empty() || group == "apps" ? workload.kind
                                          : workload.kind + '.' + std::string(group);
}

ScalingBounds boundsAround(std::int32_t replicas) {
  constexpr std::int32_t kLeastMost = 10;
  const std::int32_t twice = 2 * std::min(replicas, std::numeric_limits<std::int32_t>::max() / 2);
  return {1, std::max(kLeastMost, twice), {}};
}

}  // namespace evenkeel::kubernetes
