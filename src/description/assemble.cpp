#include "description/assemble.h"

#include <map>
#include <set>

#include "description/checks.h"
#include "model/policy_call.h"

namespace evenkeel {
namespace {

template <class T>
std::map<std::string, T*> byName(std::vector<T>& all) {
  std::map<std::string, T*> out;
  for (T& one : all) out.emplace(one.name, &one);
  return out;
}

// Whoever is listed names its owner, whoever names an owner is listed there.
template <class Member, class Owner>
void joinBothWays(std::vector<Member>& members, std::string Member::* ownerName,
                  std::vector<Owner>& owners, std::vector<std::string> Owner::* list) {
  const auto known = byName(members);
  std::set<std::pair<std::string, std::string>> listed;
  for (auto& owner : owners)
    for (const auto& name : owner.*list) {
      listed.emplace(owner.name, name);
      if (const auto member = known.find(name); member != known.end())
        member->second->*ownerName = owner.name;
    }
  const auto knownOwners = byName(owners);
  for (const auto& member : members) {
    const auto owner = knownOwners.find(member.*ownerName);
    if (owner != knownOwners.end() && listed.emplace(owner->first, member.name).second)
      (owner->second->*list).push_back(member.name);
  }
}

void addSpec(const LoadedDocument& document, Scenario& out) {
  if (const auto* application = std::get_if<Application>(&document.spec))
    out.applications.push_back(*application);
  if (const auto* node = std::get_if<NodeSpec>(&document.spec))
    for (auto& n : nodesOf(*node)) out.nodes.push_back(std::move(n));
  if (const auto* cluster = std::get_if<Cluster>(&document.spec)) out.clusters.push_back(*cluster);
  if (const auto* datacenter = std::get_if<Datacenter>(&document.spec))
    out.datacenters.push_back(*datacenter);
  if (const auto* continuum = std::get_if<Continuum>(&document.spec)) out.continuum = *continuum;
}

}  // namespace

Scenario assemble(const LoadedDocument& document, const std::vector<LoadedDocument>& documents) {
  const auto& spec = std::get<ScenarioSpec>(document.spec);
  Scenario out;
  out.name = document.name;
  for (const auto& other : documents) addSpec(other, out);
  joinBothWays(out.nodes, &Node::cluster, out.clusters, &Cluster::nodes);
  joinBothWays(out.clusters, &Cluster::datacenter, out.datacenters, &Datacenter::clusters);
  if (out.continuum && out.continuum->clusters.empty())
    for (const auto& cluster : out.clusters) out.continuum->clusters.push_back(cluster.name);
  out.loads = spec.loads;
  out.faults = spec.faults;
  for (const auto& text : spec.policies)
    if (auto call = parsePolicyCall(text)) out.policies.push_back(std::move(*call));
  if (spec.fallback) {
    if (auto call = parsePolicyCall(*spec.fallback)) out.fallback = std::move(*call);
  }
  out.routing = spec.routing;
  out.telemetry = spec.telemetry;
  out.duration = spec.duration;
  out.start = spec.start;
  out.warmUp = spec.warmUp;
  out.decisionDelay = spec.decisionDelay;
  out.seed = spec.seed;
  out.prices = spec.prices;
  return out;
}

}  // namespace evenkeel
