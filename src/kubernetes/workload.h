// What runs pods and can be scaled: Deployments, StatefulSets and ReplicaSets of apps/v1.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/asset.h"

namespace evenkeel::kubernetes {

struct Workload {
  Metadata meta;
  std::string apiVersion;
  std::string kind;
  std::int64_t observedGeneration = 0;
  ComponentState state;  // `rollout`: pods of an older template are still there
  friend bool operator==(const Workload&, const Workload&) = default;
};

// Of one object as text; objects of a list bear no kind of their own, so that it is handed in.
// Invalid: it is none, or has a quantity that is none.
Result<Workload> readWorkload(std::string_view json, const std::string& kind);

}  // namespace evenkeel::kubernetes
