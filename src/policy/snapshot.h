// What a policy sees: read-only, complete, valid for the duration of one call.
//
// Metric series are found by the position of their MetricNeed in the policy's declaration, so that
// no name is looked up while deciding. A null window or one without samples: missing.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/time.h"
#include "model/application.h"
#include "model/asset.h"
#include "model/capability.h"
#include "model/decision.h"
#include "model/window.h"

namespace evenkeel {

struct PodView {
  AssetId id;
  const std::string* name;
  const PodState* state;
  AssetId node;
  std::span<const Window* const> metrics;  // by MetricNeed; null for needs that are not of pods
};

struct ComponentView {
  AssetId id;
  const Component* description;
  const ComponentState* state;
  std::int64_t generation = 0;
  std::span<const PodView> pods;
  std::span<const Window* const> metrics;        // by MetricNeed; null for needs of pods
  std::span<const KnobCapability> capabilities;  // of every mechanism, each knob once
};

struct Snapshot {
  Instant now{};
  WallTime wall{};
  Scope scope;
  const Application* application = nullptr;
  std::span<const Target> targets;
  std::span<const ComponentView> components;  // one for a policy of scope Component
  const Plan* currentPlan = nullptr;          // the newest of this policy and scope not yet done
  std::span<const Outcome> outcomes;          // of this scope's actions, since the last call
  Duration sampleInterval{};                  // of the slowest source in use
  // Since the last call: when it was not asked, since its answer stood (PolicyAnswer).
  std::span<const Instant> rested = {};
};

}  // namespace evenkeel
