#include "description/write_scenario.h"

#include "base/document_text.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

template <class Spec>
Document<Spec> documentOf(std::string_view kind, std::string name, Spec spec) {
  return {std::string(kApiVersion), std::string(kind), {std::move(name), {}}, std::move(spec)};
}

Document<NodeSpec> documentOf(const Node& node) {
  auto document = documentOf("Node", node.name, NodeSpec{node, 1});
  for (const auto& label : node.labels) {
    const auto equals = label.find('=');
    document.metadata.labels.emplace_back(
        label.substr(0, equals), equals == std::string::npos ? "" : label.substr(equals + 1));
  }
  return document;
}

ScenarioSpec specOf(const Scenario& s) {
  ScenarioSpec spec;
  spec.loads = s.loads;
  spec.faults = s.faults;
  for (const auto& call : s.policies) spec.policies.push_back(call.text);
  if (s.fallback) spec.fallback = s.fallback->text;
  spec.routing = s.routing;
  spec.telemetry = s.telemetry;
  spec.duration = s.duration;
  spec.warmUp = s.warmUp;
  spec.decisionDelay = s.decisionDelay;
  spec.seed = s.seed;
  spec.prices = s.prices;
  return spec;
}

}  // namespace

std::string writeScenario(const Scenario& s) {
  std::string out = yamlText(scenarioSchema().write(documentOf("Scenario", s.name, specOf(s))));
  const auto add = [&](const DocumentNode& node) { out += "---\n" + yamlText(node); };
  for (const auto& one : s.applications)
    add(applicationSchema().write(documentOf("Application", one.name, one)));
  if (s.continuum)
    add(continuumSchema().write(documentOf("Continuum", s.continuum->name, *s.continuum)));
  for (const auto& one : s.datacenters)
    add(datacenterSchema().write(documentOf("Datacenter", one.name, one)));
  for (const auto& one : s.clusters)
    add(clusterSchema().write(documentOf("Cluster", one.name, one)));
  for (const auto& one : s.nodes) add(nodeSchema().write(documentOf(one)));
  return out;
}

}  // namespace evenkeel
