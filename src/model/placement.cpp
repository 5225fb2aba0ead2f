#include "model/placement.h"

#include <algorithm>

namespace evenkeel {
namespace {

template <class T>
bool contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

template <class T>
bool anyOf(const std::vector<T>& allowed, const T& value) {
  return allowed.empty() || contains(allowed, value);
}

}  // namespace

bool allows(const Placement& placement, const Node& node) {
  return anyOf(placement.nodes, node.name) && anyOf(placement.clusters, node.cluster) &&
         anyOf(placement.layers, node.layer) && anyOf(placement.architectures, node.architecture) &&
         (!placement.mobile || *placement.mobile == node.mobile) &&
         std::all_of(placement.labels.begin(), placement.labels.end(),
                     [&](const std::string& label) { return contains(node.labels, label); });
}

}  // namespace evenkeel
