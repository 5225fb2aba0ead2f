// One reconcile of the horizontal pod autoscaler: from what was read to a count and its conditions.
//
// Source: Kubernetes 1.37, controller "podautoscaler"; scale to zero: KEP-2021. The order of the
// rules is theirs (docs/policies/hpa.md tells it in words). Functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/scaling.h"
#include "policy/scaling/hpa_behavior.h"
#include "policy/scaling/hpa_conditions.h"
#include "policy/scaling/hpa_pods.h"
#include "policy/scaling/hpa_replicas.h"

namespace evenkeel::hpa {

// The flags of kube-controller-manager that matter here, with their defaults.
struct Settings {
  double tolerance = 0.1;
  Duration downscaleStabilization = std::chrono::minutes(5);
  Readiness readiness;
  bool scaleToZero = true;        // feature gate HPAScaleToZero, on since 1.37
  bool podLevelResources = true;  // feature gate PodLevelResources
};

// A HorizontalPodAutoscaler's spec, with every default filled in. What it points to outlives it.
struct Autoscaler {
  Bounds bounds;
  std::span<const MetricSpec> metrics;
  const BehaviorRules* behavior = nullptr;  // null: the spec has none
  Tolerance tolerance;
  Settings settings;
};

// The behavior's tolerances where it has some, else the controller's.
Tolerance toleranceOf(const Behavior& behavior, const Settings& settings);

// What was read for one metric of the spec: `pods` for those measured pod by pod, else `series`.
struct MetricReading {
  enum class Status : std::uint8_t { Read, Failed, UnknownSource };
  Status status = Status::Read;
  PodReadings pods;
  std::span<const std::int64_t> series;
};

enum class Selector : std::uint8_t { Valid, Invalid, Ambiguous };

struct Observation {
  std::int32_t current = 0;   // scale.spec.replicas
  std::int32_t existing = 0;  // scale.status.replicas
  Selector selector = Selector::Valid;
  std::span<const MeasuredPod> pods;        // all that are selected; their samples do not matter
  std::span<const MetricReading> readings;  // one a metric of the spec, in its order
  Instant now{};
};

// What Kubernetes keeps in the controller's memory, and the one condition that it reads back.
struct Memory {
  std::optional<std::vector<Recommendation>> recommendations;  // absent: never seen this one
  ScaleEvents events;
  bool scaledToZero = false;
};

struct Reconciliation {
  std::int32_t desired = 0;
  Conditions conditions;
  std::vector<Usable<Proposal>> proposals;  // one a metric; empty where metrics did not matter
  std::optional<std::size_t> deciding;      // the metric whose proposal was the largest
};

// The reason of ScalingActive where a metric of this source cannot be used.
std::string_view failureReason(MetricSourceType source);

// What one metric asks for.
Usable<Proposal> propose(const MetricSpec& spec, const MetricReading& reading,
                         const Autoscaler& autoscaler, const Observation& observed);

// What is left of a wanted count after stabilisation, rate limits and bounds; says so in
// AbleToScale and ScalingLimited. The memory has recommendations.
std::int32_t normalize(const Autoscaler& autoscaler, std::int32_t current, std::int32_t wanted,
                       Instant now, Memory& memory, Conditions& conditions);

// The whole of it. Updates the recommendations. What follows from acting on the answer is for
// recordRescale.
Reconciliation reconcile(const Autoscaler& autoscaler, const Observation& observed, Memory& memory);

// To be called when the count was set from `from` to `to`, as decided at `decided`.
void recordRescale(const Autoscaler& autoscaler, Memory& memory, std::int32_t from, std::int32_t to,
                   Instant decided);

// The conditions after that.
void addRescale(Conditions& conditions, const Autoscaler& autoscaler, const Memory& memory);

}  // namespace evenkeel::hpa
