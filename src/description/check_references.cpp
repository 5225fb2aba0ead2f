#include <map>

#include "base/text.h"
#include "description/checks.h"
#include "model/placement.h"

namespace evenkeel {
namespace {

// Which names there are of each kind, in the order of the documents.
class Names {
 public:
  explicit Names(const std::vector<LoadedDocument>& documents) {
    for (const auto& document : documents) {
      if (document.name.empty()) continue;
      if (const auto* node = std::get_if<NodeSpec>(&document.spec)) {
        for (auto& n : nodesOf(*node)) add("Node", n.name);
      } else {
        add(document.kind, document.name);
      }
    }
  }

  const std::vector<std::string>& of(const std::string& kind) { return names_[kind]; }
  bool has(const std::string& kind, const std::string& name) {
    return known_.contains({kind, name});
  }

 private:
  void add(const std::string& kind, const std::string& name) {
    if (known_.emplace(std::pair{kind, name}, true).second) names_[kind].push_back(name);
  }

  std::map<std::string, std::vector<std::string>> names_;
  std::map<std::pair<std::string, std::string>, bool> known_;
};

class ReferenceCheck {
 public:
  ReferenceCheck(const std::vector<LoadedDocument>& documents, bool complete,
                 std::vector<Diagnostic>& diagnostics)
      : documents_(documents), complete_(complete), diagnostics_(diagnostics), names_(documents) {}

  void run() {
    checkUnique();
    checkOwners<Cluster>("Node", [](const Cluster& c) { return c.nodes; }, "spec.nodes");
    checkOwners<Datacenter>(
        "Cluster", [](const Datacenter& d) { return d.clusters; }, "spec.clusters");
    for (const auto& document : documents_) check(document);
  }

 private:
  // Names of nodes by the document that gives them: a counted one gives several.
  void checkUnique() {
    std::map<std::pair<std::string, std::string>, const LoadedDocument*> first;
    for (const auto& document : documents_) {
      if (document.name.empty()) continue;
      std::vector<std::string> given{document.name};
      if (const auto* node = std::get_if<NodeSpec>(&document.spec)) {
        given.clear();
        for (const auto& n : nodesOf(*node)) given.push_back(n.name);
      }
      for (const auto& name : given) {
        const auto [known, fresh] = first.emplace(std::pair{document.kind, name}, &document);
        if (fresh) continue;
        const Place place = placeOf(known->second->root, "metadata.name");
        addFault(document, "metadata.name",
                 "found a second " + document.kind + " " + quotedForPeople(name),
                 "give it another name; the first is at " + known->second->file + ":" +
                     std::to_string(place.line),
                 diagnostics_);
        break;
      }
    }
  }

  // No two owners list the same thing, and none lists what names another owner.
  template <class Owner, class ListOf>
  void checkOwners(const std::string& kind, ListOf listOf, const std::string& key) {
    std::map<std::string, std::string> owner;
    for (const auto& document : documents_) {
      if (const auto* node = std::get_if<NodeSpec>(&document.spec); node && kind == "Node")
        for (const auto& n : nodesOf(*node))
          if (!n.cluster.empty()) owner[n.name] = n.cluster;
      if (const auto* cluster = std::get_if<Cluster>(&document.spec); cluster && kind == "Cluster")
        if (!cluster->datacenter.empty()) owner[cluster->name] = cluster->datacenter;
    }
    for (const auto& document : documents_) {
      const auto* spec = std::get_if<Owner>(&document.spec);
      if (spec == nullptr) continue;
      const std::vector<std::string> listed = listOf(*spec);
      for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto [known, fresh] = owner.emplace(listed[i], document.name);
        if (fresh || known->second == document.name) continue;
        addFault(document, key + "[" + std::to_string(i) + "]",
                 "found " + kind + " " + quotedForPeople(listed[i]) + ", which belongs to " +
                     quotedForPeople(known->second),
                 "name it in one place only", diagnostics_);
      }
    }
  }

  void refer(const LoadedDocument& document, std::string path, const std::string& kind,
             const std::string& name) {
    if (name.empty() || names_.has(kind, name)) return;
    if (!complete_ && names_.of(kind).empty()) return;
    addUnknown(document, std::move(path), kind, name, names_.of(kind), diagnostics_);
  }

  void refer(const LoadedDocument& document, const std::string& path, const std::string& kind,
             const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
      refer(document, path + "[" + std::to_string(i) + "]", kind, names[i]);
  }

  void check(const LoadedDocument& document) {
    if (const auto* node = std::get_if<NodeSpec>(&document.spec))
      refer(document, "spec.cluster", "Cluster", node->node.cluster);
    if (const auto* cluster = std::get_if<Cluster>(&document.spec)) {
      refer(document, "spec.datacenter", "Datacenter", cluster->datacenter);
      refer(document, "spec.nodes", "Node", cluster->nodes);
    }
    if (const auto* datacenter = std::get_if<Datacenter>(&document.spec)) {
      refer(document, "spec.clusters", "Cluster", datacenter->clusters);
      refer(document, "spec.nodes", "Node", datacenter->nodes);
    }
    if (const auto* continuum = std::get_if<Continuum>(&document.spec))
      refer(document, "spec.clusters", "Cluster", continuum->clusters);
    if (const auto* application = std::get_if<Application>(&document.spec)) {
      for (std::size_t i = 0; i < application->components.size(); ++i) {
        const std::string path = "spec.components[" + std::to_string(i) + "].placement";
        const Placement& placement = application->components[i].placement;
        refer(document, path + ".nodes", "Node", placement.nodes);
        refer(document, path + ".clusters", "Cluster", placement.clusters);
      }
    }
  }

  const std::vector<LoadedDocument>& documents_;
  bool complete_;
  std::vector<Diagnostic>& diagnostics_;
  Names names_;
};

}  // namespace

void checkReferences(const std::vector<LoadedDocument>& documents, bool complete,
                     std::vector<Diagnostic>& diagnostics) {
  ReferenceCheck(documents, complete, diagnostics).run();
}

void checkCapacity(const std::vector<LoadedDocument>& documents, const std::vector<Node>& nodes,
                   std::vector<Diagnostic>& diagnostics) {
  for (const auto& document : documents) {
    const auto* application = std::get_if<Application>(&document.spec);
    if (application == nullptr) continue;
    for (std::size_t i = 0; i < application->components.size(); ++i) {
      const Component& c = application->components[i];
      bool allowed = false;
      bool fits = false;
      for (const auto& node : nodes) {
        if (!allows(c.placement, node)) continue;
        allowed = true;
        fits = fits || (c.requests.cpu <= node.allocatable.cpu &&
                        c.requests.memory <= node.allocatable.memory);
      }
      const std::string path = "spec.components[" + std::to_string(i) + "]";
      if (!allowed)
        addFault(document, path + ".placement", "found no node where a pod of it may run",
                 "describe such a node, or ask for less", diagnostics);
      else if (!fits)
        addFault(document, path + ".requests",
                 "found no node that can hold " + c.requests.cpu.text() + " CPU and " +
                     c.requests.memory.binaryText() + " of memory",
                 "request less, or describe a larger node", diagnostics);
    }
  }
}

}  // namespace evenkeel
