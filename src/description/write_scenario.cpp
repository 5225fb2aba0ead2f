#include "description/write_scenario.h"

#include "base/document_text.h"
#include "description/schemas.h"
#include "description/write_document.h"

namespace evenkeel {
namespace {

ScenarioSpec specOf(const Scenario& s) {
  ScenarioSpec spec;
  spec.loads = s.loads;
  spec.faults = s.faults;
  for (const auto& call : s.policies) spec.policies.push_back(call.text);
  if (s.fallback) spec.fallback = s.fallback->text;
  spec.routing = s.routing;
  spec.telemetry = s.telemetry;
  spec.duration = s.duration;
  spec.start = s.start;
  spec.warmUp = s.warmUp;
  spec.decisionDelay = s.decisionDelay;
  spec.seed = s.seed;
  spec.prices = s.prices;
  return spec;
}

}  // namespace

std::string writeScenario(const Scenario& s) {
  std::string out = yamlText(
      scenarioSchema().write({std::string(kApiVersion), "Scenario", {s.name, {}}, specOf(s)}));
  const auto add = [&](const AnySpec& spec) { out += "---\n" + yamlText(writeDocument(spec)); };
  for (const auto& one : s.applications) add(one);
  if (s.continuum) add(*s.continuum);
  for (const auto& one : s.datacenters) add(one);
  for (const auto& one : s.clusters) add(one);
  for (const auto& one : s.nodes) add(NodeSpec{one, 1});
  return out;
}

std::string writeLoads(const std::vector<Load>& loads) {
  ScenarioSpec spec;
  spec.loads = loads;
  const DocumentNode document =
      scenarioSchema().write({std::string(kApiVersion), "Scenario", {"loads", {}}, spec});
  DocumentNode out = DocumentNode::map();
  if (const DocumentNode* written = document.find("spec")) {
    if (const DocumentNode* entries = written->find("loads")) out.set("loads", *entries);
  }
  return yamlText(out);
}

}  // namespace evenkeel
