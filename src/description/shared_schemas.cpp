#include <algorithm>
#include <memory>
#include <optional>

#include "base/document_text.h"
#include "base/schema_containers.h"
#include "base/schema_faults.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "base/time_text.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

using namespace schema;

// A number, or a duration as so many seconds.
class TargetValueType final : public SchemaType {
 public:
  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (const auto span = durationOf(node)) {
      *static_cast<double*>(target) = toSeconds(*span);
      return;
    }
    Faults found("");
    number().type()->read(node, target, found);
    if (!found.diagnostics().empty()) refuse(node, describe(nullptr), faults);
  }
  DocumentNode write(const void* source, const void* defaults) const override {
    return number().type()->write(source, defaults);
  }
  TypeInfo describe(const void* defaults) const override {
    TypeInfo info = number().type()->describe(defaults);
    info.phrase = "a number, or a duration such as 250ms";
    return info;
  }

  // Absent: it is written as a number, or is neither.
  static std::optional<Duration> durationOf(const DocumentNode& node) {
    if (node.kind != DocumentNode::Kind::Scalar) return std::nullopt;
    const bool unit =
        !node.scalar.empty() && node.scalar.back() >= 'a' && node.scalar.back() <= 'z';
    if (!unit) return std::nullopt;
    const auto span = parseDuration(node.scalar);
    return span ? std::optional(*span) : std::nullopt;
  }
};

void checkTarget(const Target& target, const DocumentNode& node, Faults& faults) {
  const DocumentNode* value = node.find("value");
  if (value == nullptr || target.metric == TargetMetric::ResponseTime ||
      !TargetValueType::durationOf(*value)) {
    return;
  }
  faults.addAt(placeOf(node, "value"), "value", "found a duration where no time is measured",
               "a number in the metric's unit");
}

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
      .field("relation", &Target::relation, relationSchema(),
             "On which side of the value it is to be.")
      .field("value", &Target::value, Schema<double>(std::make_shared<TargetValueType>()),
             "In the metric's unit; a response time may be a duration too: 250ms is 0.25.",
             {.required = true, .example = "250ms"})
      .field("weight", &Target::weight, number({.minimum = 0}), "Against the other targets.")
      .field("window", &Target::window, duration({.exclusiveMinimum = true}),
             "Over which the statistic is taken.")
      .check(checkTarget);
}

}  // namespace

const Schema<std::vector<Target>>& targetsSchema() {
  static const Schema<std::vector<Target>> schema = list(targetSchema(), {.uniqueKey = "name"});
  return schema;
}

const Schema<Relation>& relationSchema() {
  static const Schema<Relation> schema =
      enumeration<Relation>({{"lowerOrEqual", Relation::LowerOrEqual},
                             {"lowerThan", Relation::LowerThan},
                             {"equal", Relation::Equal},
                             {"greaterThan", Relation::GreaterThan},
                             {"greaterOrEqual", Relation::GreaterOrEqual}});
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
