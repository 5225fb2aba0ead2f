// The nouns of replica scaling: Kubernetes' HorizontalPodAutoscaler v2, as plain structs.
//
// Source: Kubernetes API autoscaling/v2; field names and meaning are theirs. Metric values are
// Quantity (milli-units); utilisation is an integer percent of the request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"

namespace evenkeel {

enum class ScalingPolicyType { Pods, Percent };

struct ScalingPolicy {  // HPAScalingPolicy
  ScalingPolicyType type = ScalingPolicyType::Pods;
  std::int32_t value = 0;  // > 0
  Duration period = 15s;   // (0, 30 min]
  friend bool operator==(const ScalingPolicy&, const ScalingPolicy&) = default;
};

enum class SelectPolicy { Max, Min, Disabled };

struct ScalingRules {  // HPAScalingRules
  SelectPolicy select = SelectPolicy::Max;
  std::optional<Duration> stabilizationWindow;  // [0, 1 h]; absent: the controller's default
  std::vector<ScalingPolicy> policies;          // empty: the API's defaults
  std::optional<double> tolerance;              // [0, 1]; absent: the controller's (KEP-4951)
  friend bool operator==(const ScalingRules&, const ScalingRules&) = default;
};

struct Behavior {  // HorizontalPodAutoscalerBehavior
  std::optional<ScalingRules> scaleUp;
  std::optional<ScalingRules> scaleDown;
  friend bool operator==(const Behavior&, const Behavior&) = default;
};

enum class MetricSourceType { Resource, ContainerResource, Pods, Object, External };
enum class MetricTargetType { Utilization, AverageValue, Value };

struct MetricTarget {
  MetricTargetType type = MetricTargetType::Utilization;
  std::int32_t averageUtilization = 0;  // percent; for Utilization
  Quantity value;                       // for AverageValue and Value
  friend bool operator==(const MetricTarget&, const MetricTarget&) = default;
};

struct MetricSpec {  // MetricSpec; selectors are left to the source that answers for the name
  MetricSourceType source = MetricSourceType::Resource;
  std::string name;       // resource (cpu, memory) or metric name
  std::string container;  // ContainerResource only
  std::string object;     // Object only: the described object, [Kind/]name
  MetricTarget target;
  friend bool operator==(const MetricSpec&, const MetricSpec&) = default;
};

}  // namespace evenkeel
