#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/document_schema.h"
#include "description/schemas.h"
#include "model/mechanism_names.h"
#include "model/scaling_schema.h"

namespace evenkeel {
namespace {

using namespace schema;

constexpr std::size_t kLongestCall = 2'000'000;  // of an autoscaler's metrics: an object's size
constexpr std::int32_t kMostReplicas = 2'147'483'647;

Schema<Placement> placementSchema() {
  const auto names = list(subdomain(), {.unique = true});
  return Record<Placement>("Where pods may run. Every list is any of; what is left out, anywhere.")
      .field("nodes", &Placement::nodes, names, "Names of nodes.")
      .field("clusters", &Placement::clusters, names, "Names of clusters.")
      .field("layers", &Placement::layers, list(layerSchema(), {.unique = true}),
             "Layers of the continuum.")
      .field(
          "labels", &Placement::labels, list(text({.minimumLength = 1}), {.unique = true}),
          "Labels that the node must have, all of them: name=value, or a name that has no value.",
          {.example = "[zone=a]"})
      .field("architectures", &Placement::architectures,
             list(text({.minimumLength = 1}), {.unique = true}), "Of the CPU.",
             {.example = "[arm64]"})
      .field("mobile", &Placement::mobile, optional(boolean()), "Only nodes that move, or do not.");
}

void checkServiceTime(const ServiceTime& time, const DocumentNode& node, Faults& faults) {
  const bool empirical = time.kind == DistributionKind::Empirical;
  if (empirical && time.values.empty())
    faults.add(node.place, "key 'values' is missing", "write the measured values, or another kind");
  for (const auto& member : node.members) {
    if (member.key == "values" ? empirical : (member.key == "kind" || !empirical)) continue;
    faults.addAt(member.place, member.key, "key '" + member.key + "' does not go with this kind",
                 empirical ? "write kind and values alone" : "write kind: empirical with it");
  }
  const bool hyper = time.kind == DistributionKind::Hyperexponential;
  if (hyper && !(time.cv > 1))
    faults.addAt(placeOf(node, "cv"), "cv", "found a cv of at most 1",
                 "write a cv above 1 for hyperexponential");
}

Schema<ServiceTime> serviceTimeSchema() {
  const DurationRules positive{.maximum = std::chrono::hours(24), .exclusiveMinimum = true};
  return Record<ServiceTime>(
             "How long one request keeps a core of speed 1 busy, without waiting and calls.")
      .field(
          "kind", &ServiceTime::kind,
          enumeration<DistributionKind>({{"deterministic", DistributionKind::Deterministic},
                                         {"exponential", DistributionKind::Exponential},
                                         {"logNormal", DistributionKind::LogNormal},
                                         {"gamma", DistributionKind::Gamma},
                                         {"hyperexponential", DistributionKind::Hyperexponential},
                                         {"empirical", DistributionKind::Empirical}}),
          "Its distribution.")
      .field("mean", &ServiceTime::mean, duration(positive), "Mean of the distribution.")
      .field("cv", &ServiceTime::cv,
             number({.minimum = 0, .maximum = 100, .exclusiveMinimum = true}),
             "Coefficient of variation, for logNormal, gamma and hyperexponential.")
      .field("values", &ServiceTime::values, list(duration(positive), {.maximum = 100'000}),
             "For empirical: measured times, drawn with equal probability.")
      .check(checkServiceTime);
}

Schema<Serving> servingSchema() {
  return Record<Serving>("How a pod serves requests.")
      .field("discipline", &Serving::discipline,
             enumeration<Discipline>(
                 {{"processorSharing", Discipline::ProcessorSharing}, {"fcfs", Discipline::Fcfs}}),
             "All requests share the pod's CPU, or workers take them in order of arrival.")
      .field("workers", &Serving::workers, integer<std::int32_t>({.minimum = 1, .maximum = 10'000}),
             "For fcfs: requests served at once by one pod.")
      .field("queueLimit", &Serving::queueLimit,
             integer<std::int32_t>({.minimum = 0, .maximum = 10'000'000}),
             "Requests waiting (fcfs) or in service (processorSharing) in one pod; one more is "
             "refused and counts as failed.")
      .field("timeout", &Serving::timeout, optional(duration({.exclusiveMinimum = true})),
             "After it a request to this component, calls included, has failed.")
      .field("serviceTime", &Serving::serviceTime, serviceTimeSchema(),
             "CPU time that a request needs.")
      .field("memoryPerRequest", &Serving::memoryPerRequest, quantity({.binary = true}),
             "Held while the request is in the pod.", {.unit = "bytes"});
}

Schema<Startup> startupSchema() {
  return Record<Startup>("How a pod comes and goes.")
      .field("imageSize", &Startup::imageSize, quantity({.binary = true}),
             "Pulled once by each node.", {.unit = "bytes"})
      .field("cpuTime", &Startup::cpuTime, duration(), "CPU time burnt before the pod is ready.")
      .field("readinessDelay", &Startup::readinessDelay, duration(),
             "From the end of that work until requests come.")
      .field("gracePeriod", &Startup::gracePeriod, duration(),
             "Given to requests that are in the pod when it is stopped.");
}

void checkScaling(const ScalingBounds& bounds, const DocumentNode& node, Faults& faults) {
  if (bounds.minReplicas <= bounds.maxReplicas) return;
  const std::string key = node.find("maxReplicas") != nullptr ? "maxReplicas" : "minReplicas";
  faults.addAt(placeOf(node, key), key,
               "found minReplicas " + std::to_string(bounds.minReplicas) + " above maxReplicas " +
                   std::to_string(bounds.maxReplicas),
               "write a minimum that is not above the maximum");
}

Schema<ScalingBounds> scalingSchema() {
  return Record<ScalingBounds>("How many pods there may be. No policy ever leaves these bounds.")
      .field("minReplicas", &ScalingBounds::minReplicas,
             integer<std::int32_t>({.minimum = 0, .maximum = kMostReplicas}), "The fewest.")
      .field("maxReplicas", &ScalingBounds::maxReplicas,
             integer<std::int32_t>({.minimum = 1, .maximum = kMostReplicas}), "The most.")
      .field("behavior", &ScalingBounds::behavior, optional(behaviorSchema()),
             "How fast the count may change, as in a HorizontalPodAutoscaler (autoscaling/v2).")
      .check(checkScaling);
}

void refuseAbove(const Resources& low, const Resources& high, const DocumentNode& node,
                 std::string_view key, std::string_view lowName, Faults& faults) {
  const auto refuse = [&](std::string_view resource, const std::string& found) {
    const std::string path = std::string(key) + "." + std::string(resource);
    faults.addAt(placeOf(node, path), path, "found " + found,
                 "write at least the " + std::string(lowName));
  };
  if (high.cpu < low.cpu)
    refuse("cpu", high.cpu.text() + " below the " + std::string(lowName) + " of " + low.cpu.text());
  if (high.memory < low.memory)
    refuse("memory", high.memory.binaryText() + " below the " + std::string(lowName) + " of " +
                         low.memory.binaryText());
}

void checkResourceBounds(const ResourceBounds& bounds, const DocumentNode& node, Faults& faults) {
  refuseAbove(bounds.minimum, bounds.maximum, node, "maximum", "minimum", faults);
}

Schema<ResourceBounds> resourceBoundsSchema() {
  return Record<ResourceBounds>("Between which sizes a pod may be resized.")
      .field("minimum", &ResourceBounds::minimum, resourcesSchema(true), "The smallest size.",
             {.required = true})
      .field("maximum", &ResourceBounds::maximum, resourcesSchema(true), "The largest size.",
             {.required = true})
      .check(checkResourceBounds);
}

Schema<CallTarget> callTargetSchema() {
  return Record<CallTarget>("What is wanted of a call.")
      .field("metric", &CallTarget::metric,
             enumeration<CallMetric>({{"latency", CallMetric::Latency},
                                      {"invocationDelay", CallMetric::InvocationDelay},
                                      {"bandwidth", CallMetric::Bandwidth}}),
             "Latency of the network and delay of an invocation from end to end, in seconds; "
             "bandwidth in bit/s.",
             {.required = true})
      .field("relation", &CallTarget::relation, relationSchema(),
             "On which side of the value it is to be.")
      .field("value", &CallTarget::value, number(), "In the metric's unit.",
             {.required = true, .example = "0.05"});
}

Schema<QosMetric> qosMetricSchema() {
  return Record<QosMetric>("A metric of the application's own.")
      .field("metric", &QosMetric::metric, text({.minimumLength = 1, .maximumLength = 253}),
             "Its name.", {.required = true, .example = "frames_per_second"})
      .field("relation", &QosMetric::relation, relationSchema(),
             "On which side of the value it is to be.")
      .field("value", &QosMetric::value, number(), "In the metric's unit.", {.required = true})
      .field("weight", &QosMetric::weight, number({.minimum = 0}), "Against the others.");
}

Schema<ClusterPlacement> clusterPlacementSchema() {
  const auto words = list(text({.minimumLength = 1, .maximumLength = 253}), {.unique = true});
  return Record<ClusterPlacement>("Which clusters it may go to.")
      .field("instances", &ClusterPlacement::instances,
             optional(integer<std::int32_t>({.minimum = 0, .maximum = kMostReplicas})),
             "How many clusters get it.")
      .field("continents", &ClusterPlacement::continents, words, "Continents.")
      .field("countries", &ClusterPlacement::countries, words, "Countries.")
      .field("cities", &ClusterPlacement::cities, words, "Cities.")
      .field("cloudProvider", &ClusterPlacement::cloudProvider,
             text({.minimumLength = 1, .maximumLength = 253}), "Whose cloud.")
      .field("accelerators", &ClusterPlacement::accelerators, words,
             "What the cluster must have, any of them.", {.example = "[gpu]"})
      .field("layers", &ClusterPlacement::layers, list(layerSchema(), {.unique = true}),
             "Layers that the cluster must have nodes in, any of them.");
}

Schema<Call> callSchema() {
  return Record<Call>("Requests that one request makes to another component.")
      .field("component", &Call::component, label(), "Which is called.", {.required = true})
      .field("requestsPerRequest", &Call::requestsPerRequest,
             number({.minimum = 0, .maximum = 1000, .exclusiveMinimum = true}),
             "How many, on average: the whole part is certain, the rest is a probability.")
      .field("probability", &Call::probability,
             number({.minimum = 0, .maximum = 1, .exclusiveMinimum = true}),
             "That the call is made at all.")
      .field("stage", &Call::stage, integer<std::int32_t>({.minimum = 0, .maximum = 1000}),
             "Calls of one stage are made at once; the stages follow each other.")
      .field("criticality", &Call::criticality, optional(criticalitySchema()),
             "How much depends on it.")
      .field("targets", &Call::targets, list(callTargetSchema()),
             "What is wanted of the network between the two; kept, not acted upon yet.");
}

void checkComponent(const Component& component, const DocumentNode& node, Faults& faults) {
  if (component.limits)
    refuseAbove(component.requests, *component.limits, node, "limits", "request", faults);
  const auto& bounds = component.scaling;
  if (component.replicas < bounds.minReplicas || component.replicas > bounds.maxReplicas) {
    const std::string key = node.find("replicas") != nullptr ? "replicas" : "scaling";
    faults.addAt(placeOf(node, key), key,
                 "found " + std::to_string(component.replicas) + " replicas to start with",
                 "write replicas between " + std::to_string(bounds.minReplicas) + " and " +
                     std::to_string(bounds.maxReplicas) + ", the bounds under scaling");
  }
}

Schema<Component> componentSchema() {
  const Schema<WorkloadRef> workloadRef =
      Record<WorkloadRef>("The Kubernetes object that this component already is.")
          .field("apiVersion", &WorkloadRef::apiVersion, text({.minimumLength = 1}), "Its API.",
                 {.required = true, .example = "apps/v1"})
          .field("kind", &WorkloadRef::kind, text({.minimumLength = 1}), "Its kind.",
                 {.required = true, .example = "Deployment"})
          .field("name", &WorkloadRef::name, subdomain(), "Its name.", {.required = true});
  return Record<Component>("A part of an application that is scaled on its own.")
      .field("name", &Component::name, label(), "Unique within the application.",
             {.required = true, .example = "frontend"})
      .field("replicas", &Component::replicas,
             integer<std::int32_t>({.minimum = 0, .maximum = kMostReplicas}), "Pods to start with.")
      .field("requests", &Component::requests, resourcesSchema(false),
             "What a pod is promised, and what is paid for.")
      .field("limits", &Component::limits, optional(resourcesSchema(true)),
             "What a pod may use at most: above the CPU limit it is throttled, above the memory "
             "limit it is killed.")
      .field("optional", &Component::optional, boolean(),
             "May be switched off to keep the targets (brownout).")
      .field("placement", &Component::placement, placementSchema(), "Where pods may run.")
      .field("dependsOn", &Component::dependsOn, list(label(), {.unique = true}),
             "Components that are deployed before this one.")
      .field("calls", &Component::calls, list(callSchema()), "What a request asks of others.")
      .field("serving", &Component::serving, servingSchema(), "How a pod serves requests.")
      .field("startup", &Component::startup, startupSchema(), "How a pod comes and goes.")
      .field("baseCpu", &Component::baseCpu, quantity({}),
             "CPU that an idle pod uses, in its metric beside what its requests take.",
             {.unit = "cores"})
      .field("baseMemory", &Component::baseMemory, quantity({.binary = true}),
             "Memory that an idle pod uses.", {.unit = "bytes"})
      .field("scaling", &Component::scaling, scalingSchema(), "How many pods there may be.")
      .field("policies", &Component::policies,
             list(text({.minimumLength = 1, .maximumLength = kLongestCall}), {.maximum = 100}),
             "Who decides on it, as in a Scenario, instead of the scenario's policies and of "
             "--policy.")
      .field("resourceBounds", &Component::resourceBounds, optional(resourceBoundsSchema()),
             "Between which sizes a pod may be resized; left out, it is not resized.")
      .field("workloadRef", &Component::workloadRef, optional(workloadRef),
             "The Kubernetes object that this component already is.")
      .field("uid", &Component::uid, text({.minimumLength = 1, .maximumLength = 253}),
             "Identity that another system gave it.")
      .field("needs", &Component::needs, nodeNeedsSchema(),
             "What it needs of a node beside CPU and memory; kept, not looked at by placement yet.")
      .field("deployment", &Component::deployment, deploymentSchema(), "How it is deployed.")
      .field("data", &Component::data, componentDataSchema(), "What it keeps.")
      .field("qosMetrics", &Component::qosMetrics, list(qosMetricSchema()),
             "Metrics of its own and what is wanted of them; kept, not acted upon yet.")
      .check(checkComponent);
}

std::vector<std::pair<std::string, PermittedAction>> permittedActions() {
  std::vector<std::pair<std::string, PermittedAction>> names;
  for (const MechanismName& mechanism : kMechanismNames)
    names.emplace_back(mechanism.name, mechanism.action);
  return names;
}

Schema<GuardrailLimits> guardrailSchema() {
  return Record<GuardrailLimits>("What no policy may do to this application.")
      .field("profile", &GuardrailLimits::profile,
             enumeration<GuardrailProfile>(
                 {{"standard", GuardrailProfile::Standard}, {"parity", GuardrailProfile::Parity}}),
             "All guardrails, or the bounds alone.")
      .field("maxStepUp", &GuardrailLimits::maxStepUp,
             number({.minimum = 0, .exclusiveMinimum = true}),
             "A knob may be multiplied by at most 1 + this in one decision.")
      .field("maxStepDown", &GuardrailLimits::maxStepDown,
             number({.minimum = 0, .maximum = 1, .exclusiveMinimum = true}),
             "A knob may lose at most this share in one decision.")
      .field("coolDown", &GuardrailLimits::coolDown, duration(),
             "Between a change and the next one in the unsafe direction.")
      .field("churnLimit", &GuardrailLimits::churnLimit, integer<std::int32_t>({.minimum = 1}),
             "The most changes within churnWindow.")
      .field("churnWindow", &GuardrailLimits::churnWindow, duration({.exclusiveMinimum = true}),
             "In which changes are counted.")
      .field("maxSampleAge", &GuardrailLimits::maxSampleAge, duration({.exclusiveMinimum = true}),
             "A metric that is older does not count as known.");
}

Schema<Application> specSchema() {
  const Schema<RequestType> requestType =
      Record<RequestType>("Requests from outside that enter at one component.")
          .field("name", &RequestType::name, label(), "Unique within the application.",
                 {.required = true})
          .field("entry", &RequestType::entry, label(), "The component where they enter.",
                 {.required = true})
          .field("share", &RequestType::share, number({.minimum = 0, .exclusiveMinimum = true}),
                 "Of all requests, relative to the other types.");
  const Schema<Weights> weights =
      Record<Weights>("What resources are worth against the targets.")
          .field("cost", &Weights::cost, number({.minimum = 0}), "Of a unit of money.")
          .field("energy", &Weights::energy, number({.minimum = 0}), "Of a kWh.");
  const Schema<Satisfaction> satisfaction =
      Record<Satisfaction>("What share of the weighted qosMetrics is to be met.")
          .field("threshold", &Satisfaction::threshold, number({.minimum = 0}), "The share.",
                 {.required = true, .example = "0.9"})
          .field("relation", &Satisfaction::relation, relationSchema(),
                 "On which side of the share it is to be.");
  return Record<Application>("An application.")
      .field("components", &Application::components,
             list(componentSchema(), {.minimum = 1, .maximum = 1000, .uniqueKey = "name"}),
             "Its parts.", {.required = true})
      .field("requestTypes", &Application::requestTypes, list(requestType, {.uniqueKey = "name"}),
             "Where requests enter; left out, all enter at the first component.")
      .field("targets", &Application::targets, targetsSchema(), "What is wanted.")
      .field("weights", &Application::weights, weights, "What it may cost.")
      .field("permittedActions", &Application::permittedActions,
             list(enumeration<PermittedAction>(permittedActions()), {.unique = true}),
             "What may be done to it. Left out: nothing; it is watched only.",
             {.example = "[scale, brownout]"})
      .field("guardrails", &Application::guardrails, guardrailSchema(),
             "What no policy may do to it.")
      .field("uid", &Application::uid, text({.minimumLength = 1, .maximumLength = 253}),
             "Identity that another system gave it.")
      .field("clusterPlacement", &Application::clusterPlacement, clusterPlacementSchema(),
             "Which clusters it may go to; kept, not acted upon yet.")
      .field("colocated", &Application::colocated,
             list(list(label(), {.minimum = 1, .unique = true})),
             "Groups of components that share a node; kept, not acted upon yet.",
             {.example = "[[frontend, cache]]"})
      .field("satisfaction", &Application::satisfaction, optional(satisfaction),
             "When the application as a whole is content; kept, not acted upon yet.");
}

}  // namespace

const Schema<Document<Application>>& applicationSchema() {
  static const Schema<Document<Application>> schema =
      documentSchema(specSchema(), "The application.");
  return schema;
}

}  // namespace evenkeel
