// Whether more pods fit: what nodes have to give less what their pods ask for.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "kubernetes/node.h"
#include "kubernetes/pod.h"

namespace evenkeel::kubernetes {

// What is left on a node.
struct NodeRoom {
  Resources free;
  std::int64_t pods = 0;
};

// Of nodes that are ready and not cordoned. `pods`: all of the cluster. An init container that asks
// for more than the rest of its pod is not looked at.
std::vector<NodeRoom> roomOn(const std::map<std::string, NodeObject>& nodes,
                             std::span<const Pod* const> pods);

// How many pods of that size fit, at most: taints, affinity and the like may leave fewer.
std::int64_t fittingPods(std::span<const NodeRoom> rooms, const Resources& pod);

}  // namespace evenkeel::kubernetes
