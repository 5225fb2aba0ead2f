#include "kubernetes/pod_write.h"

#include "kubernetes/json_parts.h"
#include "kubernetes/object_write.h"

namespace evenkeel::kubernetes {
namespace {

ObjectRef objectOf(const PodRef& pod) {
  return {"v1", "pods", pod.space, pod.name};
}

// Empty: neither of them is wanted.
Json amounts(const std::optional<Quantity>& cpu, const std::optional<Quantity>& memory) {
  Json amounts = Json::object();
  if (cpu) amounts["cpu"] = cpu->text();
  if (memory) amounts["memory"] = memory->text();
  return amounts;
}

Json resourcesOf(const ContainerResize& size) {
  Json resources = Json::object();
  if (Json requests = amounts(size.cpuRequest, size.memoryRequest); !requests.empty())
    resources["requests"] = std::move(requests);
  if (Json limits = amounts(size.cpuLimit, size.memoryLimit); !limits.empty())
    resources["limits"] = std::move(limits);
  return resources;
}

}  // namespace

ApiRequest resizeRequest(const PodRef& pod, const std::vector<ContainerResize>& sizes,
                         const Unchanged& unchanged) {
  Json containers = Json::array();
  for (const ContainerResize& size : sizes)
    containers.push_back({{"name", size.name}, {"resources", resourcesOf(size)}});
  Json patch{{"spec", {{"containers", std::move(containers)}}}};
  demand(patch, unchanged);
  return strategicRequest(objectOf(pod), "resize", textOf(patch));
}

ApiRequest evictionRequest(const PodRef& pod, const Unchanged& unchanged) {
  Json eviction{{"apiVersion", "policy/v1"},
                {"kind", "Eviction"},
                {"metadata", {{"name", pod.name}, {"namespace", pod.space}}}};
  Json& preconditions = eviction["deleteOptions"]["preconditions"] = Json::object();
  if (!unchanged.uid.empty()) preconditions["uid"] = unchanged.uid;
  if (!unchanged.resourceVersion.empty())
    preconditions["resourceVersion"] = unchanged.resourceVersion;
  return createRequest(pathOf(objectOf(pod), "eviction"), textOf(eviction));
}

}  // namespace evenkeel::kubernetes
