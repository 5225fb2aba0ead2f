// ScaledObjects of keda.sh/v1alpha1: from which KEDA makes HorizontalPodAutoscalers, which own
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kubernetes/metadata.h"

namespace evenkeel::kubernetes {

struct ScaledObject {
  Metadata meta;
  std::string targetApiVersion = "apps/v1";
  std::string targetKind = "Deployment";
  std::string targetName;  // in its own namespace
  std::int32_t minReplicas = 0;
  std::optional<std::int32_t> idleReplicas;  // while no trigger is active
  std::vector<std::string> triggers;         // their types: "cron", "kafka"
  bool paused = false;
  std::optional<std::int32_t> pausedReplicas;  // it is kept at
  bool onFallback = false;                     // a trigger fails, and a fixed number stands in
  std::optional<std::int32_t> fallbackReplicas;
  bool active = true;  // one of its triggers, as far as is said
  std::string doubt;   // why it is not ready, as it says itself; may be empty
  friend bool operator==(const ScaledObject&, const ScaledObject&) = default;
};

// Of one object as text. Invalid: it is none.
Result<ScaledObject> readScaledObject(std::string_view json);

}  // namespace evenkeel::kubernetes
