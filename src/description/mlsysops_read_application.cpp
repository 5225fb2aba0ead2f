#include "description/mlsysops_read_application.h"

#include <algorithm>

#include "base/text.h"
#include "description/circles.h"

namespace evenkeel::mlsysops {
namespace {

class ApplicationReader {
 public:
  ApplicationReader(const Value& root, std::string name, const Reading& reading)
      : root_(root), reading_(reading), notes_(reading.notes) {
    application_.name = std::move(name);
  }

  Application read() {
    application_.uid = textOf(root_, "mlsysops_id");
    readComponents();
    readDependencies();
    readGroups();
    readInteractions();
    readClusterPlacement();
    readSatisfaction();
    readActions();
    return std::move(application_);
  }

 private:
  void readComponents() {
    constexpr std::size_t kMost = 1000;
    if (const Value* list = root_.find("components"); list && list->items.size() > kMost) {
      notes_.refuse(list->place, list->path, "found more than 1000 components", "describe fewer");
      return;
    }
    for (const Value* from : recordsOf(root_, "components")) {
      Component component;
      component.name = componentName(*from);
      if (component.name.empty()) continue;
      if (!index_.emplace(component.name, application_.components.size()).second) {
        notes_.refuse(from->place, from->path,
                      "found a second component " + quotedForPeople(component.name),
                      "give every component a name of its own");
        continue;
      }
      component.uid = uidOf(*from);
      actions_.scale = readComponent(*from, component, reading_).scale || actions_.scale;
      application_.components.push_back(std::move(component));
      sources_.push_back(from);
    }
    if (recordsOf(root_, "components").empty())
      notes_.refuse(root_.place, pathBelow(root_.path, "components"), "found no components",
                    "write at least one");
  }

  std::string componentName(const Value& from) {
    const Value* metadata = from.find("metadata");
    const Value* name = metadata == nullptr ? nullptr : metadata->find("name");
    if (name == nullptr) name = from.find("name");
    if (name != nullptr) return nativeName(*name, NameRule::Label, notes_);
    const std::string made = "component-" + std::to_string(application_.components.size() + 1);
    notes_.warn(from.place, from.path, "found a component without a name", "called '" + made + "'");
    return made;
  }

  static std::string uidOf(const Value& from) {
    const Value* metadata = from.find("metadata");
    const std::string uid = metadata == nullptr ? "" : textOf(*metadata, "uid");
    return uid.empty() ? textOf(from, "uid") : uid;
  }

  // Absent, and a warning: there is no such component.
  std::optional<std::size_t> componentOf(const Value& value) {
    const std::string name = nativeName(value, NameRule::Label, notes_);
    if (name.empty()) return std::nullopt;
    const auto known = index_.find(name);
    if (known != index_.end()) return known->second;
    notes_.warn(value.place, value.path, "found no component " + quotedForPeople(name), "left out");
    return std::nullopt;
  }

  // Edges between components, each with what says so.
  struct Links {
    std::vector<Edge> edges;
    std::vector<const Value*> sources;
  };

  // Without those that close circles, which is told.
  Links acyclic(Links links, const std::string& what) {
    const auto closing = edgesThatCloseCircles(application_.components.size(), links.edges);
    Links kept;
    for (std::size_t i = 0; i < closing.size(); ++i) {
      if (closing[i]) {
        notes_.warn(links.sources[i]->place, links.sources[i]->path,
                    "found " + what + " that closes a circle", "left out");
        continue;
      }
      kept.edges.push_back(links.edges[i]);
      kept.sources.push_back(links.sources[i]);
    }
    return kept;
  }

  void readDependencies() {
    Links links;
    for (std::size_t i = 0; i < sources_.size(); ++i)
      for (const Value* item : recordsOf(*sources_[i], "depends_on"))
        if (const auto other = componentOf(*item)) {
          links.edges.push_back({i, *other});
          links.sources.push_back(item);
        }
    links = acyclic(std::move(links), "a dependency");
    for (std::size_t i = 0; i < links.edges.size(); ++i) {
      auto& all = application_.components[links.edges[i].from].dependsOn;
      const std::string& name = application_.components[links.edges[i].to].name;
      if (std::find(all.begin(), all.end(), name) == all.end())
        all.push_back(name);
      else
        notes_.warn(links.sources[i]->place, links.sources[i]->path,
                    "found " + quotedForPeople(name) + " twice", "ignored");
    }
  }

  // What stands once there stands at every component here.
  bool mayCopy(std::size_t values, std::size_t components, const Value& from) {
    constexpr std::size_t kMost = 100'000;
    if (values * components <= kMost) return true;
    notes_.refuse(from.place, from.path, "found too much for that many components",
                  "write fewer values");
    return false;
  }

  void readGroups() {
    for (const Value* from : recordsOf(root_, "single_node")) {
      const Value* labels = from->find("labels");
      if (!mayCopy(labels == nullptr ? 0 : labels->items.size(),
                   recordsOf(*from, "components").size(), *from))
        continue;
      std::vector<std::string> group;
      for (const Value* item : recordsOf(*from, "components")) {
        const auto index = componentOf(*item);
        if (!index) continue;
        Component& component = application_.components[*index];
        if (std::find(group.begin(), group.end(), component.name) != group.end()) continue;
        group.push_back(component.name);
        readNodePlacement(*from, component, actions_, reading_);
      }
      if (!group.empty())
        application_.colocated.push_back(std::move(group));
      else
        notes_.warn(from->place, from->path, "found a group without components", "left out");
    }
  }

  void readInteractions() {
    Links links;
    for (const Value* from : recordsOf(root_, "component_interactions")) {
      const Value* first = from->find("component_name1");
      const Value* second = from->find("component_name2");
      if (first == nullptr || second == nullptr) {
        notes_.warn(from->place, from->path, "found an interaction without its two components",
                    "left out");
        continue;
      }
      auto caller = componentOf(*first);
      auto callee = componentOf(*second);
      if (!caller || !callee) continue;
      if (from->find("type") == nullptr)
        notes_.warn(from->place, from->path, "found no type", "read as egress");
      if (textOf(*from, "type") == "ingress") std::swap(caller, callee);
      links.edges.push_back({*caller, *callee});
      links.sources.push_back(from);
    }
    const auto closing = edgesThatCloseCircles(application_.components.size(), links.edges);
    for (const bool back : {false, true}) {
      for (std::size_t i = 0; i < links.edges.size(); ++i) {
        if (closing[i] == back) readInteraction(*links.sources[i], links.edges[i], back);
      }
    }
  }

  // One that closes a circle says something of a call the other way, or of none.
  void readInteraction(const Value& from, Edge edge, bool closesCircle) {
    if (!closesCircle)
      return readInteraction(from, application_.components[edge.from],
                             application_.components[edge.to].name);
    Component& callee = application_.components[edge.to];
    const std::string& caller = application_.components[edge.from].name;
    const bool answers = std::any_of(callee.calls.begin(), callee.calls.end(),
                                     [&](const Call& call) { return call.component == caller; });
    notes_.warn(from.place, from.path, "found an interaction that closes a circle",
                answers ? "what it wants stands at the call the other way" : "left out");
    if (answers) readInteraction(from, callee, caller);
  }

  // From either side, or both: it is one call.
  void readInteraction(const Value& from, Component& caller, const std::string& callee) {
    auto& calls = caller.calls;
    auto call = std::find_if(calls.begin(), calls.end(),
                             [&](const Call& c) { return c.component == callee; });
    if (call == calls.end()) call = calls.insert(calls.end(), Call{.component = callee});
    if (const auto criticality = meaningOf(kCriticalities, from, "interaction_criticality"))
      call->criticality = std::max(call->criticality.value_or(*criticality), *criticality);
    for (const Value* metric : recordsOf(from, "interaction_metrics"))
      readCallTarget(*metric, *call);
  }

  void readCallTarget(const Value& from, Call& call) {
    const auto metric = meaningOf(kCallMetrics, from, "system_metric_id");
    const auto value = numberOf(from, "target");
    if (!metric || !value) {
      notes_.warn(from.place, from.path, "found a metric without system_metric_id and target",
                  "ignored");
      return;
    }
    const bool bandwidth = *metric == CallMetric::Bandwidth;
    std::string unit = textOf(from, "measurement_unit");
    if (unit.empty()) {
      unit = bandwidth ? "Mbps" : "milliseconds";
      notes_.warn(from.place, from.path, "found no measurement_unit", "read as " + unit);
    }
    if (bandwidth != (unit == "Mbps")) {
      notes_.warn(from.place, from.path, "found a unit that is none of this metric", "ignored");
      return;
    }
    const double target = bandwidth ? *value * 1e6 : unit == "seconds" ? *value : *value / 1e3;
    const CallTarget made{
        *metric, meaningOf(kRelations, from, "relation").value_or(Relation::LowerOrEqual), target};
    if (std::find(call.targets.begin(), call.targets.end(), made) == call.targets.end())
      call.targets.push_back(made);
  }

  void readClusterPlacement() {
    const Value* from = root_.find("cluster_placement");
    if (from == nullptr) return;
    const auto clusters = referencesOf(*from, "cluster_id", Kind::Cluster, reading_);
    if (!mayCopy(clusters.size(), application_.components.size(), *from)) return;
    for (Component& component : application_.components) component.placement.clusters = clusters;
    ClusterPlacement& placement = application_.clusterPlacement;
    placement.instances = countOf(*from, "instances", 0, notes_);
    if (const Value* location = from->find("location")) {
      for (const std::string& continent : textsOf(*location, "continent", notes_))
        placement.continents.push_back(folded(continent));
      placement.countries = textsOf(*location, "country", notes_);
      placement.cities = textsOf(*location, "city", notes_);
    }
    placement.cloudProvider = textOf(*from, "cloud_provider");
    placement.accelerators = textsOf(*from, "accelerators", notes_);
    placement.layers = meaningsOf(kLayers, *from, "node_types", notes_);
  }

  void readSatisfaction() {
    const Value* from = root_.find("global_satisfaction");
    if (from == nullptr) return;
    for (const Value* weight : recordsOf(*from, "achievement_weights")) readWeight(*weight);
    const auto threshold = numberOf(*from, "threshold");
    if (threshold && *threshold >= 0) {
      application_.satisfaction = Satisfaction{
          *threshold, meaningOf(kRelations, *from, "relation").value_or(Relation::GreaterOrEqual)};
    } else if (threshold) {
      notes_.refuse(from->place, from->path, "found a threshold below 0", "write at least 0");
    }
  }

  void readWeight(const Value& from) {
    const std::string metric = textOf(from, "metric_id");
    const auto weight = numberOf(from, "weight");
    bool known = false;
    for (Component& component : application_.components)
      for (QosMetric& one : component.qosMetrics)
        if (one.metric == metric && weight && *weight >= 0) {
          one.weight = *weight;
          known = true;
        }
    if (!known)
      notes_.warn(from.place, from.path,
                  "found a weight without a number, or of no metric of a component: " +
                      quotedForPeople(metric),
                  "ignored");
  }

  void readActions() {
    auto& permitted = application_.permittedActions;
    for (const std::string& word : textsOf(root_, "permitted_actions", notes_)) {
      if (word == "*") {
        permitted.clear();
        for (const auto& [every, action] : kActions) permitted.push_back(action);
        break;
      }
      if (const auto action = meaning(kActions, word)) permitted.push_back(*action);
    }
    if (actions_.scale) permitted.insert(permitted.begin(), PermittedAction::Scale);
  }

  const Value& root_;
  const Reading& reading_;
  Notes& notes_;
  Application application_;
  ComponentActions actions_;
  std::map<std::string, std::size_t> index_;
  std::vector<const Value*> sources_;  // of the components, in their order
};

}  // namespace

Application readApplication(const Value& root, std::string name, const Reading& reading) {
  return ApplicationReader(root, std::move(name), reading).read();
}

}  // namespace evenkeel::mlsysops
