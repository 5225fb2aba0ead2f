// VerticalPodAutoscalers of autoscaling.k8s.io/v1: what they size, and what they recommend.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/asset.h"

namespace evenkeel::kubernetes {

// Of one container; what is not said is zero.
struct ContainerSize {
  std::string name;
  Resources lower;
  Resources target;
  Resources upper;
  friend bool operator==(const ContainerSize&, const ContainerSize&) = default;
};

struct VerticalAutoscaler {
  Metadata meta;
  std::string targetApiVersion;
  std::string targetKind;
  std::string targetName;  // in its own namespace
  std::string mode = "Auto";
  std::vector<ContainerSize> containers;  // empty: it recommends nothing (yet)
  std::string doubt;                      // why not, as it says itself; may be empty
  friend bool operator==(const VerticalAutoscaler&, const VerticalAutoscaler&) = default;
};

// Of one object as text. Invalid: it is none, or has a quantity that is none.
Result<VerticalAutoscaler> readVerticalAutoscaler(std::string_view json);

}  // namespace evenkeel::kubernetes
