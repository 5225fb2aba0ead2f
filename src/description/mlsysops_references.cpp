#include "description/mlsysops_references.h"

#include <algorithm>

#include "description/checks.h"

namespace evenkeel::mlsysops {
namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add(Names& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

// A cluster lists its nodes, whichever of the two named the other.
void addNodesOf(const std::vector<LoadedDocument>& documents, const std::string& cluster,
                Names& nodes) {
  for (const LoadedDocument& document : documents) {
    const auto* spec = std::get_if<NodeSpec>(&document.spec);
    if (spec == nullptr || spec->node.cluster != cluster) continue;
    for (const Node& node : nodesOf(*spec)) add(nodes, node.name);
  }
}

void gather(const std::vector<LoadedDocument>& documents, Datacenter& datacenter) {
  for (const LoadedDocument& document : documents)
    if (const auto* cluster = std::get_if<Cluster>(&document.spec))
      if (cluster->datacenter == datacenter.name) add(datacenter.clusters, cluster->name);
  if (!datacenter.nodes.empty()) return;
  for (const LoadedDocument& document : documents) {
    const auto* cluster = std::get_if<Cluster>(&document.spec);
    if (cluster == nullptr || !contains(datacenter.clusters, cluster->name)) continue;
    for (const std::string& node : cluster->nodes) add(datacenter.nodes, node);
    addNodesOf(documents, cluster->name, datacenter.nodes);
  }
}

}  // namespace

void gatherReferences(const std::vector<LoadedDocument>& documents, AnySpec& spec) {
  if (auto* cluster = std::get_if<Cluster>(&spec)) {
    addNodesOf(documents, cluster->name, cluster->nodes);
  } else if (auto* datacenter = std::get_if<Datacenter>(&spec)) {
    gather(documents, *datacenter);
  } else if (auto* continuum = std::get_if<Continuum>(&spec);
             continuum != nullptr && continuum->clusters.empty()) {
    for (const LoadedDocument& document : documents)
      if (const auto* one = std::get_if<Cluster>(&document.spec))
        add(continuum->clusters, one->name);
  }
}

}  // namespace evenkeel::mlsysops
