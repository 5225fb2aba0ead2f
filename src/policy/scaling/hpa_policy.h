// The policy `hpa`: the Kubernetes HorizontalPodAutoscaler v2, exactly, in Evenkeel's loop.
//
// Bounds come from the component's scaling, the behavior from the call or else from there. Pod and
// component series stand for the metrics APIs: a sample older than the application's maxSampleAge
// is missing, as it would be there. In words: docs/policies/hpa.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/schema.h"
#include "model/scaling.h"
#include "policy/policy.h"

namespace evenkeel {

struct HpaParameters {
  std::optional<std::int32_t> cpu;  // percent of the request; shorthand for a Resource metric
  std::vector<MetricSpec> metrics;  // neither: cpu at 80 %, as the API has it
  std::optional<Behavior> behavior;
  Duration loop = 15s;
  double tolerance = 0.1;
  Duration downscaleStabilization = std::chrono::minutes(5);
  Duration cpuInitializationPeriod = std::chrono::minutes(5);
  Duration initialReadinessDelay = 30s;
};

const Schema<HpaParameters>& hpaSchema();
Result<std::unique_ptr<Policy>> makeHpaPolicy(const HpaParameters& parameters);

}  // namespace evenkeel
