// What runs pods and can be scaled: Deployments, StatefulSets and ReplicaSets of apps/v1, and
// whatever else has a sub-resource /scale.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/application.h"
#include "model/asset.h"

namespace evenkeel::kubernetes {

struct Workload {
  Metadata meta;
  std::string apiVersion;
  std::string kind;
  std::int64_t observedGeneration = 0;
  std::string selector;   // of its pods, as a query has it; empty: not known
  ComponentState state;   // `rollout`: pods of an older template are still there
  bool podsTell = false;  // how many are ready, and what one asks for: it does not say itself
  friend bool operator==(const Workload&, const Workload&) = default;
};

// Of one object as text; objects of a list bear no kind of their own, so that it is handed in.
// Invalid: it is none, or has a quantity that is none.
Result<Workload> readWorkload(std::string_view json, const std::string& kind);

// Its kind, with the group where that is not apps: "Rollout.argoproj.io".
std::string kindWithGroup(const Workload& workload);

// Where nobody says how many pods there may be: up to twice what there is, and ten at least.
ScalingBounds boundsAround(std::int32_t replicas);

// An object that an autoscaler scales.
struct ScaleTarget {
  std::string apiVersion;  // "argoproj.io/v1alpha1"
  std::string kind;
  std::string space;
  std::string name;
  friend auto operator<=>(const ScaleTarget&, const ScaleTarget&) = default;
};
// Of its /scale (autoscaling/v1), which has the uid of the object. Invalid: it is none.
Result<Workload> readScale(std::string_view json, const ScaleTarget& target);

}  // namespace evenkeel::kubernetes
