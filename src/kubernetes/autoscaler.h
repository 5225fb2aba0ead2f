// HorizontalPodAutoscalers of autoscaling/v2: what they are told, and what they make of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "kubernetes/metadata.h"
#include "model/label_selector.h"
#include "model/scaling.h"

namespace evenkeel::kubernetes {

struct Condition {
  std::string type;    // "AbleToScale"
  std::string status;  // "True", "False", "Unknown"
  std::string reason;
  std::string message;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// A metric that is no resource of pods: one that each pod has, one of an object, one from outside.
struct AppMetric {
  MetricSourceType source = MetricSourceType::External;  // Pods, Object, External
  std::string name;
  LabelSelector selector;  // which of its series
  // Of Object alone.
  std::string objectApiVersion;
  std::string objectKind;
  std::string objectName;
  friend bool operator==(const AppMetric&, const AppMetric&) = default;
};

struct Autoscaler {
  Metadata meta;
  std::string targetApiVersion;
  std::string targetKind;
  std::string targetName;  // in its own namespace
  std::int32_t minReplicas = 1;
  std::int32_t maxReplicas = 1;
  // The same rule as a call of our policy: `hpa(cpu=60)`, or with its metrics and behavior as they
  // are written there (JSON, which is YAML too).
  std::string call;
  std::vector<AppMetric> appMetrics;
  // Its status; `desired` is what it asked for last.
  std::int32_t currentReplicas = 0;
  std::int32_t desiredReplicas = 0;
  std::optional<WallTime> lastScale;
  std::vector<Condition> conditions;
  friend bool operator==(const Autoscaler&, const Autoscaler&) = default;
};

// Of one object as text. Invalid: it is none. Whether `call` can be understood is for the policy to
// say.
Result<Autoscaler> readAutoscaler(std::string_view json);

}  // namespace evenkeel::kubernetes
