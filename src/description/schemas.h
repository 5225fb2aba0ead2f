// The schemas of all documents: what each kind holds, said once (reading, errors, reference page,
// JSON schema).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/schema.h"
#include "description/kind.h"
#include "description/spec.h"
#include "model/target.h"

namespace evenkeel {

const Schema<Document<Application>>& applicationSchema();
const Schema<Document<NodeSpec>>& nodeSchema();
const Schema<Document<Cluster>>& clusterSchema();
const Schema<Document<Datacenter>>& datacenterSchema();
const Schema<Document<Continuum>>& continuumSchema();
const Schema<Document<ScenarioSpec>>& scenarioSchema();

// Parts that several kinds share.
const Schema<std::vector<Target>>& targetsSchema();
const Schema<Layer>& layerSchema();
const Schema<Prices>& pricesSchema();
Schema<Resources> resourcesSchema(bool required);
const Schema<Relation>& relationSchema();
const Schema<Criticality>& criticalitySchema();
Schema<Location> locationSchema();
Schema<NodeNeeds> nodeNeedsSchema();
Schema<NodeDetails> nodeDetailsSchema();
Schema<Deployment> deploymentSchema();
Schema<ComponentData> componentDataSchema();

struct KindInfo {
  std::string_view kind;
  std::string_view title;
  TypeInfo (*describe)();
};
// In the order in which a reader meets them.
const std::vector<KindInfo>& documentKinds();

}  // namespace evenkeel
