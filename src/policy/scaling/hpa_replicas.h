// From one metric to a replica count: the replica calculator of the horizontal pod autoscaler.
//
// Source: Kubernetes 1.37, controller "podautoscaler", replica calculator. Pure functions; amounts
// are milli-units, utilisation is an integer percent (truncated) of the request. How the formulas
// read: docs/policies/hpa.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.h"
#include "policy/scaling/hpa_pods.h"

namespace evenkeel::hpa {

struct Tolerance {
  double up = 0.1;
  double down = 0.1;
  bool covers(double ratio) const { return 1.0 - down <= ratio && ratio <= 1.0 + up; }
};

struct Proposal {
  std::int32_t replicas = 0;
  std::int64_t usage = 0;  // per pod, or the value itself for targets of type Value
  std::optional<std::int32_t> utilization;  // percent; for targets of type Utilization
};

// What was read of a metric that is measured pod by pod.
struct PodReadings {
  std::span<const MeasuredPod> pods;
  std::span<const std::int64_t> strangers{};  // samples of pods that the selector does not know
};

struct PodRules {
  Tolerance tolerance;
  Readiness readiness;
  bool podLevelResources = true;
  Instant now{};
};

// Resource and ContainerResource (`container` not empty) against a target utilisation, percent.
Usable<Proposal> utilizationReplicas(std::int32_t current, const PodReadings& readings,
                                     Resource resource, std::string_view container,
                                     std::int32_t targetPercent, const PodRules& rules);

// Resource, ContainerResource and Pods against a target average value. `startUpCpu`: see groupOf.
Usable<Proposal> averageReplicas(std::int32_t current, const PodReadings& readings, bool startUpCpu,
                                 std::int64_t target, const PodRules& rules);

// Object and External against a target value: scales the ready running pods.
Usable<Proposal> valueReplicas(std::int32_t current, std::int64_t usage, std::int64_t target,
                               std::span<const MeasuredPod> pods, const Tolerance& tolerance);

// Object and External against a target average value. `existing` is scale.status.replicas.
Proposal perPodReplicas(std::int32_t existing, std::int64_t usage, std::int64_t target,
                        const Tolerance& tolerance);

// The sum of all series of an external metric, capped. The two target types treat a sum below zero
// differently: against an average value it counts as an overflow.
std::int64_t sumForValue(std::span<const std::int64_t> series);
std::int64_t sumForAverage(std::span<const std::int64_t> series);

}  // namespace evenkeel::hpa
