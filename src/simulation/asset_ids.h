// Which asset is which object of the engine, and the generation of each component's specification.
//
// Applications, components, clusters and nodes get their ids at the start, in the order of the
// scenario; pods as they are asked for. No id is used twice.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "model/asset.h"
#include "model/plan.h"
#include "simulation/state.h"

namespace evenkeel::simulation {

// Of one component's specification: which plan raised it last, and from which value. That tells a
// change from elsewhere from one by a sibling of the same plan (world/mechanism.h).
struct Generation {
  std::int64_t current = 1;
  std::int64_t before = 1;  // `by` began to raise it
  PlanId by;

  void raise(PlanId plan) {
    if (plan != by) before = current;
    by = plan;
    ++current;
  }
  // Whether what `plan` decided on `seen` may still be done.
  bool admits(PlanId plan, std::int64_t seen) const {
    return seen == current || (plan == by && seen >= before && seen < current);
  }
};

struct Subject {
  AssetKind kind = AssetKind::Application;
  std::uint32_t index = 0;  // in State; of a cluster: in the scenario
};

class AssetIds {
 public:
  AssetIds(const Scenario& scenario, const State& state);

  AssetId application(std::uint32_t index) const { return AssetId{applications_ + index}; }
  AssetId service(std::uint32_t index) const { return AssetId{services_ + index}; }
  AssetId cluster(std::uint32_t index) const { return AssetId{clusters_ + index}; }
  AssetId host(std::uint32_t index) const { return AssetId{hosts_ + index}; }
  // Given at the first call for that pod.
  AssetId pod(std::uint32_t index, const Pod& pod);
  void podEnded(const Pod& pod);

  // Absent: there is no such asset, or not any more.
  std::optional<Subject> find(AssetId id) const;

  const Generation& generation(std::uint32_t service) const { return generations_[service]; }
  void specChanged(std::uint32_t service, PlanId by) { generations_[service].raise(by); }

 private:
  std::uint32_t applications_;
  std::uint32_t services_;
  std::uint32_t clusters_;
  std::uint32_t hosts_;
  std::uint32_t firstPod_;
  std::uint32_t next_;
  std::vector<Generation> generations_;
  std::unordered_map<std::uint64_t, AssetId> byPodNumber_;
  std::unordered_map<std::uint32_t, std::uint32_t> podIndex_;  // by id
};

}  // namespace evenkeel::simulation
