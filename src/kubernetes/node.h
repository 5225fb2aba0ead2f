// Nodes of core/v1.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/asset.h"

namespace evenkeel::kubernetes {

struct NodeObject {
  Metadata meta;
  bool schedulable = true;  // not cordoned
  std::int64_t mostPods = 0;
  NodeState state;  // `requested` is left to who knows the pods
  friend bool operator==(const NodeObject&, const NodeObject&) = default;
};

// Of one object as text. Invalid: it is no node, or has a quantity that is none.
Result<NodeObject> readNode(std::string_view json);

}  // namespace evenkeel::kubernetes
