#include "simulation/asset_ids.h"

namespace evenkeel::simulation {

AssetIds::AssetIds(const Scenario& scenario, const State& state)
    : applications_(1),
      services_(applications_ + static_cast<std::uint32_t>(state.applications.size())),
      clusters_(services_ + static_cast<std::uint32_t>(state.services.size())),
      hosts_(clusters_ + static_cast<std::uint32_t>(scenario.clusters.size())),
      firstPod_(hosts_ + static_cast<std::uint32_t>(state.hosts.size())),
      next_(firstPod_),
      generations_(state.services.size()) {}

AssetId AssetIds::pod(std::uint32_t index, const Pod& pod) {
  const auto [entry, added] = byPodNumber_.try_emplace(pod.number, AssetId{next_});
  if (added) podIndex_[next_++] = index;
  return entry->second;
}

void AssetIds::podEnded(const Pod& pod) {
  const auto found = byPodNumber_.find(pod.number);
  if (found == byPodNumber_.end()) return;
  podIndex_.erase(found->second.value);
  byPodNumber_.erase(found);
}

std::optional<Subject> AssetIds::find(AssetId id) const {
  const std::uint32_t value = id.value;
  if (value == 0) return std::nullopt;
  if (value < services_) return Subject{AssetKind::Application, value - applications_};
  if (value < clusters_) return Subject{AssetKind::Component, value - services_};
  if (value < hosts_) return Subject{AssetKind::Cluster, value - clusters_};
  if (value < firstPod_) return Subject{AssetKind::Node, value - hosts_};
  const auto found = podIndex_.find(value);
  if (found == podIndex_.end()) return std::nullopt;
  return Subject{AssetKind::Pod, found->second};
}

}  // namespace evenkeel::simulation
