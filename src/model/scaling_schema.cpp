#include "model/scaling_schema.h"

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "model/label_selector.h"

namespace evenkeel {
namespace {

using namespace schema;

constexpr Duration kLongestPeriod = std::chrono::minutes(30);
constexpr Duration kLongestWindow = std::chrono::hours(1);

Schema<ScalingRules> rulesSchema() {
  const Schema<ScalingPolicy> policy =
      Record<ScalingPolicy>("One limit of the rate of change.")
          .field("type", &ScalingPolicy::type,
                 enumeration<ScalingPolicyType>(
                     {{"Pods", ScalingPolicyType::Pods}, {"Percent", ScalingPolicyType::Percent}}),
                 "What `value` counts: pods, or percent of the current pods.", {.required = true})
          .field("value", &ScalingPolicy::value, integer<std::int32_t>({.minimum = 1}),
                 "The most that may change within the period.", {.required = true})
          .field("periodSeconds", &ScalingPolicy::period,
                 wholeSeconds({.maximum = kLongestPeriod, .exclusiveMinimum = true}), "The period.",
                 {.required = true, .unit = "seconds"});
  return Record<ScalingRules>("Rules of one direction.")
      .field("stabilizationWindowSeconds", &ScalingRules::stabilizationWindow,
             optional(wholeSeconds({.maximum = kLongestWindow})),
             "The safest recommendation of this long is taken; the default is that of the "
             "Kubernetes controller (up 0, down 300).",
             {.unit = "seconds"})
      .field("selectPolicy", &ScalingRules::select,
             enumeration<SelectPolicy>({{"Max", SelectPolicy::Max},
                                        {"Min", SelectPolicy::Min},
                                        {"Disabled", SelectPolicy::Disabled}}),
             "Which of several policies counts: the one that allows most, the one that allows "
             "least, or no change at all.")
      .field("policies", &ScalingRules::policies, list(policy),
             "Limits of the rate of change; the default is that of the API.")
      .field("tolerance", &ScalingRules::tolerance,
             optional(number({.minimum = 0, .maximum = 1, .quantity = true})),
             "No change while the metric is off its target by no more than this share; the "
             "default is the controller's (0.1).");
}

// HPA v2's MetricSpec as it is written: a discriminated union.
struct WireTarget {
  MetricTargetType type = MetricTargetType::Utilization;
  std::optional<std::int32_t> averageUtilization;
  std::optional<Quantity> averageValue;
  std::optional<Quantity> value;
};
struct WireResource {
  std::string name;
  WireTarget target;
};
struct WireContainerResource {
  std::string name;
  std::string container;
  WireTarget target;
};
struct WireName {
  std::string name;
  LabelSelector selector;
};
struct WireMetric {
  WireName metric;
  WireTarget target;
};
struct WireObjectReference {
  std::string apiVersion;
  std::string kind;
  std::string name;
};
struct WireObject {
  WireObjectReference describedObject;
  WireName metric;
  WireTarget target;
};
struct WireMetricSpec {
  MetricSourceType type = MetricSourceType::Resource;
  std::optional<WireResource> resource;
  std::optional<WireContainerResource> containerResource;
  std::optional<WireMetric> pods;
  std::optional<WireObject> object;
  std::optional<WireMetric> external;
};

// The one target field that `type` names must be there, the others must not.
void checkTarget(const WireTarget& target, const DocumentNode& node, Faults& faults) {
  const std::string_view wanted = target.type == MetricTargetType::Utilization
                                      ? "averageUtilization"
                                  : target.type == MetricTargetType::AverageValue ? "averageValue"
                                                                                  : "value";
  if (node.find(wanted) == nullptr)
    faults.add(node.place, "key '" + std::string(wanted) + "' is missing",
               "write the key that type names");
  for (const auto& member : node.members)
    if (member.key != "type" && member.key != wanted)
      faults.addAt(member.place, member.key, "key '" + member.key + "' beside another type",
                   "write " + std::string(wanted) + " alone");
}

Schema<WireTarget> targetSchema() {
  return Record<WireTarget>("What the metric is kept at.")
      .field("type", &WireTarget::type,
             enumeration<MetricTargetType>({{"Utilization", MetricTargetType::Utilization},
                                            {"AverageValue", MetricTargetType::AverageValue},
                                            {"Value", MetricTargetType::Value}}),
             "Which of the other keys is given.", {.required = true})
      .field("averageUtilization", &WireTarget::averageUtilization,
             optional(integer<std::int32_t>({.minimum = 1})),
             "Percent of the request, mean of the pods.", {.unit = "%"})
      .field("averageValue", &WireTarget::averageValue,
             optional(quantity({.exclusiveMinimum = true})), "Mean of the pods.")
      .field("value", &WireTarget::value, optional(quantity({.exclusiveMinimum = true})),
             "The metric itself.")
      .check(checkTarget);
}

std::string_view keyOf(MetricSourceType type) {
  switch (type) {
    case MetricSourceType::Resource:
      return "resource";
    case MetricSourceType::ContainerResource:
      return "containerResource";
    case MetricSourceType::Pods:
      return "pods";
    case MetricSourceType::Object:
      return "object";
    case MetricSourceType::External:
      return "external";
  }
  return "resource";
}

// Which kinds of target Kubernetes allows for each source.
bool allows(MetricSourceType source, MetricTargetType target) {
  switch (source) {
    case MetricSourceType::Resource:
    case MetricSourceType::ContainerResource:
      return target != MetricTargetType::Value;
    case MetricSourceType::Pods:
      return target == MetricTargetType::AverageValue;
    case MetricSourceType::Object:
    case MetricSourceType::External:
      return target != MetricTargetType::Utilization;
  }
  return false;
}

MetricTarget fromWire(const WireTarget& wire) {
  MetricTarget target;
  target.type = wire.type;
  target.averageUtilization = wire.averageUtilization.value_or(0);
  if (wire.type == MetricTargetType::AverageValue)
    target.value = wire.averageValue.value_or(Quantity{});
  if (wire.type == MetricTargetType::Value) target.value = wire.value.value_or(Quantity{});
  return target;
}

WireTarget toWire(const MetricTarget& target) {
  WireTarget wire;
  wire.type = target.type;
  if (target.type == MetricTargetType::Utilization)
    wire.averageUtilization = target.averageUtilization;
  if (target.type == MetricTargetType::AverageValue) wire.averageValue = target.value;
  if (target.type == MetricTargetType::Value) wire.value = target.value;
  return wire;
}

MetricSpec specFromWire(const WireMetricSpec& wire) {
  MetricSpec spec;
  spec.source = wire.type;
  const auto named = [&](const std::string& name, const WireTarget& target) {
    spec.name = name;
    spec.target = fromWire(target);
  };
  // What is named with a selector is read by the name of its series, and written so.
  const auto chosen = [&](const WireName& metric, const WireTarget& target) {
    named(seriesName(metric.name, metric.selector), target);
  };
  if (wire.resource) named(wire.resource->name, wire.resource->target);
  if (wire.containerResource) {
    named(wire.containerResource->name, wire.containerResource->target);
    spec.container = wire.containerResource->container;
  }
  if (wire.pods) chosen(wire.pods->metric, wire.pods->target);
  if (wire.object) {
    chosen(wire.object->metric, wire.object->target);
    const WireObjectReference& object = wire.object->describedObject;
    spec.object = object.kind.empty() ? object.name : object.kind + '/' + object.name;
  }
  if (wire.external) chosen(wire.external->metric, wire.external->target);
  return spec;
}

WireMetricSpec specToWire(const MetricSpec& spec) {
  WireMetricSpec wire;
  wire.type = spec.source;
  const WireTarget target = toWire(spec.target);
  switch (spec.source) {
    case MetricSourceType::Resource:
      wire.resource = {spec.name, target};
      break;
    case MetricSourceType::ContainerResource:
      wire.containerResource = {spec.name, spec.container, target};
      break;
    case MetricSourceType::Pods:
      wire.pods = {{spec.name, {}}, target};
      break;
    case MetricSourceType::Object: {
      const std::size_t slash = spec.object.find('/');
      const bool bare = slash == std::string::npos;
      wire.object = {
          {"", spec.object.substr(0, bare ? 0 : slash), spec.object.substr(bare ? 0 : slash + 1)},
          {spec.name, {}},
          target};
      break;
    }
    case MetricSourceType::External:
      wire.external = {{spec.name, {}}, target};
      break;
  }
  return wire;
}

void checkSpec(const WireMetricSpec& wire, const DocumentNode& node, Faults& faults) {
  const std::string key(keyOf(wire.type));
  const DocumentNode* source = node.find(key);
  if (source == nullptr)
    faults.add(node.place, "key '" + key + "' is missing", "write the key that type names");
  for (const auto& member : node.members)
    if (member.key != "type" && member.key != key)
      faults.addAt(member.place, member.key, "key '" + member.key + "' beside another type",
                   "write " + key + " alone");
  if (source == nullptr) return;
  if (!allows(wire.type, specFromWire(wire).target.type))
    faults.addAt(source->place, key + ".target.type", "this source has no such target",
                 "write Utilization or AverageValue for resources, AverageValue for pods, Value or "
                 "AverageValue for objects and external metrics");
}

void checkRequirement(const LabelRequirement& requirement, const DocumentNode& node,
                      Faults& faults) {
  const bool ofValues =
      requirement.op == LabelOperator::In || requirement.op == LabelOperator::NotIn;
  if (ofValues == requirement.values.empty())
    faults.add(node.place, ofValues ? "'values' is missing" : "'values' beside an operator of keys",
               "values for In and NotIn alone");
}

Schema<LabelSelector> selectorSchema() {
  const Schema<LabelRequirement> requirement =
      Record<LabelRequirement>("What holds of one label.")
          .field("key", &LabelRequirement::key, text({.minimumLength = 1}), "The label.",
                 {.required = true})
          .field("operator", &LabelRequirement::op,
                 enumeration<LabelOperator>({{"In", LabelOperator::In},
                                             {"NotIn", LabelOperator::NotIn},
                                             {"Exists", LabelOperator::Exists},
                                             {"DoesNotExist", LabelOperator::DoesNotExist}}),
                 "How it is compared.", {.required = true})
          .field("values", &LabelRequirement::values, list(text()), "What it is compared with.")
          .check(checkRequirement);
  return Record<LabelSelector>("Which series of a metric, by their labels.")
      .field("matchLabels", &LabelSelector::matchLabels, map(text()), "Labels that are so.")
      .field("matchExpressions", &LabelSelector::matchExpressions, list(requirement),
             "What else holds of them.");
}

Schema<MetricSpec> specSchema() {
  const auto name = text({.minimumLength = 1, .maximumLength = 253});
  const Schema<WireTarget> target = targetSchema();
  const Schema<WireName> metric =
      Record<WireName>()
          .field("name", &WireName::name, name, "Name of the metric.", {.required = true})
          .field("selector", &WireName::selector, selectorSchema(),
                 "Which of its series; without it all of them.");
  const Schema<WireResource> resource =
      Record<WireResource>()
          .field("name", &WireResource::name, name, "cpu or memory.", {.required = true})
          .field("target", &WireResource::target, target, "What it is kept at.",
                 {.required = true});
  const Schema<WireContainerResource> container =
      Record<WireContainerResource>()
          .field("name", &WireContainerResource::name, name, "cpu or memory.", {.required = true})
          .field("container", &WireContainerResource::container, name, "Of this container alone.",
                 {.required = true})
          .field("target", &WireContainerResource::target, target, "What it is kept at.",
                 {.required = true});
  const Schema<WireMetric> pods =
      Record<WireMetric>()
          .field("metric", &WireMetric::metric, metric, "The metric.", {.required = true})
          .field("target", &WireMetric::target, target, "What it is kept at.", {.required = true});
  const Schema<WireObjectReference> reference =
      Record<WireObjectReference>()
          .field("apiVersion", &WireObjectReference::apiVersion, text(), "Its API version.")
          .field("kind", &WireObjectReference::kind, text(), "Its kind.")
          .field("name", &WireObjectReference::name, name, "Its name.", {.required = true});
  const Schema<WireObject> object =
      Record<WireObject>()
          .field("describedObject", &WireObject::describedObject, reference, "The object.",
                 {.required = true})
          .field("metric", &WireObject::metric, metric, "The metric.", {.required = true})
          .field("target", &WireObject::target, target, "What it is kept at.", {.required = true});
  const Schema<WireMetricSpec> spec =
      Record<WireMetricSpec>("A metric to scale by.")
          .field("type", &WireMetricSpec::type,
                 enumeration<MetricSourceType>(
                     {{"Resource", MetricSourceType::Resource},
                      {"ContainerResource", MetricSourceType::ContainerResource},
                      {"Pods", MetricSourceType::Pods},
                      {"Object", MetricSourceType::Object},
                      {"External", MetricSourceType::External}}),
                 "Which of the other keys is given.", {.required = true})
          .field("resource", &WireMetricSpec::resource, optional(resource),
                 "CPU or memory of whole pods.")
          .field("containerResource", &WireMetricSpec::containerResource, optional(container),
                 "CPU or memory of one container of each pod.")
          .field("pods", &WireMetricSpec::pods, optional(pods), "A metric of each pod.")
          .field("object", &WireMetricSpec::object, optional(object), "A metric of one object.")
          .field("external", &WireMetricSpec::external, optional(pods),
                 "A metric from outside the cluster.")
          .check(checkSpec);
  return converted<MetricSpec, WireMetricSpec>(spec, specFromWire, specToWire);
}

}  // namespace

const Schema<Behavior>& behaviorSchema() {
  static const Schema<Behavior> schema =
      Record<Behavior>("How fast replicas may change, each direction on its own.")
          .field("scaleUp", &Behavior::scaleUp, optional(rulesSchema()), "Upwards.")
          .field("scaleDown", &Behavior::scaleDown, optional(rulesSchema()), "Downwards.");
  return schema;
}

const Schema<MetricSpec>& metricSpecSchema() {
  static const Schema<MetricSpec> schema = specSchema();
  return schema;
}

}  // namespace evenkeel
