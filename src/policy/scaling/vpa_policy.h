// The policy `vpa`: the Kubernetes VerticalPodAutoscaler's recommender and updater in Evenkeel's
// loop, applied in place.
//
// A component's pods are taken together, as the recommender takes the containers of one name, and
// resized together once one of them is due. Bounds are the component's resourceBounds. In words:
// docs/policies/vpa.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "base/schema.h"
#include "policy/policy.h"

namespace evenkeel {

enum class VpaMode : std::uint8_t { Off, InPlace };
enum class VpaResource : std::uint8_t { Cpu, Memory };

struct VpaParameters {  // defaults: the VerticalPodAutoscaler's
  VpaMode mode = VpaMode::InPlace;
  std::vector<VpaResource> resources{VpaResource::Cpu, VpaResource::Memory};
  double targetPercentile = 90;
  double lowerBoundPercentile = 50;
  double upperBoundPercentile = 95;
  double marginPercent = 15;
  Duration halfLife = std::chrono::hours(24);
  Duration memoryAggregationInterval = std::chrono::hours(24);
  Duration confidenceInterval = std::chrono::hours(24);
  double oomBumpUpRatio = 1.2;
  Quantity oomMinBumpUp = Quantity::units(100 << 20);
  Quantity podMinCpu = Quantity::millis(25);
  Quantity podMinMemory = Quantity::units(250 << 20);
  double minChangePercent = 10;
  Duration podLifetimeUpdateThreshold = std::chrono::hours(12);
  Duration evictAfterOomThreshold = std::chrono::minutes(10);
  Duration loop = 60s;
};

const Schema<VpaParameters>& vpaSchema();
Result<std::unique_ptr<Policy>> makeVpaPolicy(const VpaParameters& parameters);

}  // namespace evenkeel
