// An application as its owner describes it (kind: Application).
//
// Structure: MLSysOps D3.3 application description, with HPA v2's scaling vocabulary. Optional
// parts that are absent mean "not constrained". References between components are names;
// description/ has checked that they exist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "model/asset.h"
#include "model/deployment.h"
#include "model/hardware.h"
#include "model/scaling.h"
#include "model/target.h"

namespace evenkeel {

enum class Layer : std::uint8_t { Cloud, EdgeInfrastructure, Edge, FarEdge };

// Where pods of a component may run. Every list is "any of"; empty: anywhere.
struct Placement {
  std::vector<std::string> nodes;
  std::vector<std::string> clusters;
  std::vector<Layer> layers;
  std::vector<std::string> labels;  // all of them must be on the node
  std::vector<std::string> architectures;
  std::optional<bool> mobile;
  friend bool operator==(const Placement&, const Placement&) = default;
};

// How long one request of a component keeps a core of speed 1 busy, without waiting and calls.
enum class DistributionKind : std::uint8_t {
  Deterministic,
  Exponential,
  LogNormal,
  Gamma,
  Hyperexponential,
  Empirical
};

struct ServiceTime {
  DistributionKind kind = DistributionKind::Exponential;
  Duration mean = 10ms;          // > 0; not for Empirical
  double cv = 1;                 // LogNormal, Gamma, Hyperexponential (> 1)
  std::vector<Duration> values;  // Empirical: drawn with equal probability
  friend bool operator==(const ServiceTime&, const ServiceTime&) = default;
};

// What is wanted of the network between two components; told, not acted upon yet.
enum class CallMetric : std::uint8_t { Latency, InvocationDelay, Bandwidth };

struct CallTarget {
  CallMetric metric = CallMetric::Latency;
  Relation relation = Relation::LowerOrEqual;
  double value = 0;  // seconds; of bandwidth: bit/s
  friend bool operator==(const CallTarget&, const CallTarget&) = default;
};

// Calls that a request of a component makes. Those of one stage run in parallel, stages in order.
struct Call {
  std::string component;
  double requestsPerRequest = 1;  // mean; the whole part is certain, the rest a probability
  double probability = 1;         // that the call is made at all
  std::int32_t stage = 0;
  std::optional<Criticality> criticality = {};
  std::vector<CallTarget> targets = {};
  friend bool operator==(const Call&, const Call&) = default;
};

enum class Discipline : std::uint8_t { ProcessorSharing, Fcfs };

struct Serving {
  Discipline discipline = Discipline::ProcessorSharing;
  std::int32_t workers = 1;         // Fcfs: requests served at once by one pod
  std::int32_t queueLimit = 1000;   // waiting (Fcfs) or in service (PS) in one pod; beyond: refused
  std::optional<Duration> timeout;  // of one request to this component, calls included
  ServiceTime serviceTime;
  Quantity memoryPerRequest;  // bytes while in the pod
  friend bool operator==(const Serving&, const Serving&) = default;
};

// How a pod comes and goes.
struct Startup {
  Quantity imageSize = Quantity::units(100'000'000);  // bytes, pulled once a node
  Duration cpuTime = Duration::zero();                // core time burnt before ready
  Duration readinessDelay = 5s;                       // after the start-up work
  Duration gracePeriod = 30s;                         // to finish what is in it
  friend bool operator==(const Startup&, const Startup&) = default;
};

struct ScalingBounds {
  std::int32_t minReplicas = 1;
  std::int32_t maxReplicas = 10;
  std::optional<Behavior> behavior;
  friend bool operator==(const ScalingBounds&, const ScalingBounds&) = default;
};

struct ResourceBounds {  // vertical
  Resources minimum;
  Resources maximum;
  friend bool operator==(const ResourceBounds&, const ResourceBounds&) = default;
};

// What a component needs of its node beside CPU and memory; told, not looked at by placement yet.
struct NodeNeeds {
  Environment environment;
  Hardware hardware;
  std::vector<Sensor> sensors;
  friend bool operator==(const NodeNeeds&, const NodeNeeds&) = default;
};

// A metric of the application's own and what is wanted of it; told, not acted upon yet.
struct QosMetric {
  std::string metric;
  Relation relation = Relation::LowerOrEqual;
  double value = 0;   // in the metric's unit
  double weight = 1;  // against the application's other metrics
  friend bool operator==(const QosMetric&, const QosMetric&) = default;
};

struct WorkloadRef {  // the Kubernetes object that this component already is
  std::string apiVersion;
  std::string kind;
  std::string name;
  friend bool operator==(const WorkloadRef&, const WorkloadRef&) = default;
};

struct Component {
  std::string name;
  std::int32_t replicas = 1;  // to start with
  Resources requests{Quantity::millis(1000), Quantity::units(128 << 20)};
  std::optional<Resources> limits;
  bool optional = false;  // may be browned out
  Placement placement;
  std::vector<std::string> dependsOn;  // deployed after these
  std::vector<Call> calls;
  Serving serving;
  Startup startup;
  Quantity baseCpu = Quantity::millis(1);           // that an idle pod uses: timers, probes
  Quantity baseMemory = Quantity::units(64 << 20);  // working set of an idle pod
  ScalingBounds scaling;
  std::optional<ResourceBounds> resourceBounds;
  std::vector<std::string> policies;  // calls: who decides on it; empty: the policies of the run
  std::optional<WorkloadRef> workloadRef;
  std::string uid;  // given by another system; empty: none
  NodeNeeds needs;
  Deployment deployment;
  ComponentData data;
  std::vector<QosMetric> qosMetrics;
  friend bool operator==(const Component&, const Component&) = default;
};

// Requests from outside: each enters at one component.
struct RequestType {
  std::string name;
  std::string entry;
  double share = 1;  // relative to the other types
  friend bool operator==(const RequestType&, const RequestType&) = default;
};

enum class PermittedAction : std::uint8_t {
  Scale,
  Resize,
  Brownout,
  Deploy,
  Remove,
  Move,
  ChangeSpec,
  ChangeImage,
  ChangeRuntimeClass,
  ChangeCpuSet,
  RedirectTraffic,
  Accelerate
};

struct Weights {  // what a unit of each is worth against the targets
  double cost = 1;
  double energy = 0;
  friend bool operator==(const Weights&, const Weights&) = default;
};

// Limits of the guardrails of one application (DESIGN decision 4).
enum class GuardrailProfile : std::uint8_t { Standard, Parity };

struct GuardrailLimits {
  GuardrailProfile profile = GuardrailProfile::Standard;
  double maxStepUp = 4;          // a knob may at most be multiplied by 1 + this in one decision
  double maxStepDown = 0.5;      // and lose at most this share
  Duration coolDown = 60s;       // between a change and the next in the unsafe direction
  std::int32_t churnLimit = 60;  // changes of the application's knobs within churnWindow
  Duration churnWindow = std::chrono::minutes(30);
  Duration maxSampleAge = 90s;  // of a deciding metric; older is stale
  friend bool operator==(const GuardrailLimits&, const GuardrailLimits&) = default;
};

// Which clusters an application may go to, for whoever chooses them. Lists are "any of".
struct ClusterPlacement {
  std::optional<std::int32_t> instances;  // clusters that get it
  std::vector<std::string> continents;
  std::vector<std::string> countries;
  std::vector<std::string> cities;
  std::string cloudProvider;
  std::vector<std::string> accelerators;
  std::vector<Layer> layers;
  friend bool operator==(const ClusterPlacement&, const ClusterPlacement&) = default;
};

// What share of the weighted qosMetrics is to be met.
struct Satisfaction {
  double threshold = 1;
  Relation relation = Relation::GreaterOrEqual;
  friend bool operator==(const Satisfaction&, const Satisfaction&) = default;
};

struct Application {
  std::string name;
  std::vector<Component> components;      // at least one
  std::vector<RequestType> requestTypes;  // empty: all enter at the first component
  std::vector<Target> targets;
  Weights weights;
  std::vector<PermittedAction> permittedActions;  // empty: none may be taken
  GuardrailLimits guardrails;
  std::string uid;  // given by another system; empty: none
  ClusterPlacement clusterPlacement;
  std::vector<std::vector<std::string>> colocated;  // components that share a node
  std::optional<Satisfaction> satisfaction;
  friend bool operator==(const Application&, const Application&) = default;
};

}  // namespace evenkeel
