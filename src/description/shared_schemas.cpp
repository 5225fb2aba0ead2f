#include <algorithm>

#include "base/document_text.h"
#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

using namespace schema;

Schema<Target> targetSchema() {
  return Record<Target>("A statistic of a metric, kept on one side of a value.")
      .field("name", &Target::name, label(), "What tables and reports call it.",
             {.required = true, .example = "fast"})
      .field("metric", &Target::metric,
             enumeration<TargetMetric>({{"responseTime", TargetMetric::ResponseTime},
                                        {"requestRate", TargetMetric::RequestRate},
                                        {"errorRatio", TargetMetric::ErrorRatio},
                                        {"availability", TargetMetric::Availability},
                                        {"cost", TargetMetric::Cost},
                                        {"energy", TargetMetric::Energy},
                                        {"utilization", TargetMetric::Utilization}}),
             "What is measured: response time in seconds, request rate in requests/s, error ratio "
             "and availability from 0 to 1, cost in money per hour, energy in watts, utilisation "
             "of the requested CPU from 0 to 1.",
             {.required = true})
      .field("statistic", &Target::statistic,
             enumeration<Statistic>({{"mean", Statistic::Mean},
                                     {"p50", Statistic::P50},
                                     {"p90", Statistic::P90},
                                     {"p95", Statistic::P95},
                                     {"p99", Statistic::P99},
                                     {"p99.9", Statistic::P999},
                                     {"max", Statistic::Max}}),
             "Of the values within the window.")
      .field("relation", &Target::relation,
             enumeration<Relation>({{"lowerOrEqual", Relation::LowerOrEqual},
                                    {"lowerThan", Relation::LowerThan},
                                    {"equal", Relation::Equal},
                                    {"greaterThan", Relation::GreaterThan},
                                    {"greaterOrEqual", Relation::GreaterOrEqual}}),
             "On which side of the value it is to be.")
      .field("value", &Target::value, number(), "In the metric's unit.",
             {.required = true, .example = "0.25"})
      .field("weight", &Target::weight, number({.minimum = 0}), "Against the other targets.")
      .field("window", &Target::window, duration({.exclusiveMinimum = true}),
             "Over which the statistic is taken.");
}

}  // namespace

const Schema<std::vector<Target>>& targetsSchema() {
  static const Schema<std::vector<Target>> schema = list(targetSchema(), {.uniqueKey = "name"});
  return schema;
}

const Schema<Layer>& layerSchema() {
  static const Schema<Layer> schema =
      enumeration<Layer>({{"cloud", Layer::Cloud},
                          {"edgeInfrastructure", Layer::EdgeInfrastructure},
                          {"edge", Layer::Edge},
                          {"farEdge", Layer::FarEdge}});
  return schema;
}

const Schema<Prices>& pricesSchema() {
  static const Schema<Prices> schema =
      Record<Prices>("What resources cost, in whatever money you count in.")
          .field("coreHour", &Prices::coreHour, number({.minimum = 0}), "A requested core.",
                 {.unit = "per hour"})
          .field("gibHour", &Prices::gibHour, number({.minimum = 0}), "A requested GiB of memory.",
                 {.unit = "per hour"})
          .field("nodeHour", &Prices::nodeHour, number({.minimum = 0}), "A node that is up.",
                 {.unit = "per hour"})
          .field("kwh", &Prices::kwh, number({.minimum = 0}), "Energy.", {.unit = "per kWh"});
  return schema;
}

Schema<Resources> resourcesSchema(bool required) {
  return Record<Resources>("CPU and memory.")
      .field("cpu", &Resources::cpu, quantity({.exclusiveMinimum = true}), "Cores.",
             {.required = required, .unit = "cores", .example = "500m"})
      .field("memory", &Resources::memory, quantity({.exclusiveMinimum = true, .binary = true}),
             "Memory.", {.required = required, .unit = "bytes", .example = "256Mi"});
}

const std::vector<KindInfo>& documentKinds() {
  static const std::vector<KindInfo> kinds{
      {"Application", "An application: its components, calls, targets and limits.",
       [] { return applicationSchema().describe(); }},
      {"Node", "A machine, or several alike.", [] { return nodeSchema().describe(); }},
      {"Cluster", "Nodes that one control plane rules.", [] { return clusterSchema().describe(); }},
      {"Datacenter", "Clusters in one place.", [] { return datacenterSchema().describe(); }},
      {"Continuum", "Everything, from the cloud to the far edge.",
       [] { return continuumSchema().describe(); }},
      {"Scenario", "What is run: loads, faults, policies.",
       [] { return scenarioSchema().describe(); }},
  };
  return kinds;
}

}  // namespace evenkeel
