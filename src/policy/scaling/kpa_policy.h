// The policy `kpa`: Knative's pod autoscaler in Evenkeel's loop.
//
// Bounds come from the component's scaling; a minimum of zero lets it go to zero. Load is the
// component's requests in flight (those that wait for a pod included, as at Knative's activator) or
// its request rate. Its windows want a sample every second or two: scrape accordingly. In words:
// docs/policies/kpa.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/schema.h"
#include "policy/policy.h"

namespace evenkeel {

enum class KpaMetric : std::uint8_t { Concurrency, Rps };

struct KpaParameters {  // names and defaults: Knative's config-autoscaler
  KpaMetric metric = KpaMetric::Concurrency;
  std::optional<double> target;   // requests in flight (100) or requests/s (200) a pod can carry
  double targetUtilization = 70;  // % of it that a pod is meant to carry
  Duration stableWindow = 60s;
  double panicWindow = 10;      // % of the stable window
  double panicThreshold = 200;  // % of the ready pods
  double maxScaleUpRate = 1000;
  double maxScaleDownRate = 2;
  std::int32_t activationScale = 1;
  Duration scaleDownDelay{};
  Duration scaleToZeroGracePeriod = 30s;
  double targetBurstCapacity = 211;
  Duration tick = 2s;
};

const Schema<KpaParameters>& kpaSchema();
Result<std::unique_ptr<Policy>> makeKpaPolicy(const KpaParameters& parameters);

}  // namespace evenkeel
