#include "agent/snapshot_builder.h"

#include <algorithm>

#include "agent/component_description.h"

namespace evenkeel {
const Snapshot& SnapshotBuilder::build(const ManagedScope& scope, const PolicyInstance& instance,
                                       Instant now, WallTime wall, const Plan* current,
                                       Duration sampleInterval) {
  std::size_t podCount = 0;
  for (const ListenedComponent& listened : instance.components) podCount += listened.pods.size();
  pods_.clear();
  pods_.reserve(podCount);  // spans into it are handed out below
  components_.clear();
  capabilities_.clear();
  capabilities_.reserve(instance.components.size());

  const Application* application = descriptions_.find(scope.application);
  for (const ListenedComponent& listened : instance.components) {
    const Asset& asset = *listened.asset;
    if (application == nullptr) continue;
    const auto* state = std::get_if<ComponentState>(&asset.state);
    const Component* description = componentDescription(*application, asset.name);
    if (state == nullptr || description == nullptr) continue;
    const std::size_t first = pods_.size();
    for (const ListenedPod& pod : listened.pods) {
      const auto* podState = std::get_if<PodState>(&pod.asset->state);
      if (podState == nullptr) continue;
      pods_.push_back({pod.asset->id, &pod.asset->name, podState, pod.asset->place, pod.metrics});
    }
    components_.push_back({asset.id, description, state, asset.generation,
                           std::span(pods_).subspan(first), listened.metrics,
                           capabilitiesOf(asset.id, instance.policy->needs())});
  }
  snapshot_ = {now,
               wall,
               scope.scope,
               application,
               application == nullptr ? std::span<const Target>{} : application->targets,
               components_,
               current,
               scope.outcomes,
               sampleInterval,
               scope.rested};
  return snapshot_;
}

std::span<const KnobCapability> SnapshotBuilder::capabilitiesOf(AssetId component,
                                                                const PolicyNeeds& needs) {
  const auto isNeeded = [&needs](const Mechanism* mechanism) {
    return std::find(needs.mechanisms.begin(), needs.mechanisms.end(), mechanism->name()) !=
           needs.mechanisms.end();
  };
  const auto end = world_.mechanisms.end();
  auto next = std::find_if(world_.mechanisms.begin(), end, isNeeded);
  if (next == end) return {};
  const std::vector<KnobCapability>& first = answers_.ask(**next, component);
  next = std::find_if(next + 1, end, isNeeded);
  if (next == end) return first;  // as nearly always: the table's own
  std::vector<KnobCapability>& all = capabilities_.emplace_back(first);
  for (; next != end; next = std::find_if(next + 1, end, isNeeded)) {
    const std::vector<KnobCapability>& knobs = answers_.ask(**next, component);
    all.insert(all.end(), knobs.begin(), knobs.end());
  }
  return all;
}

}  // namespace evenkeel
