// From a wanted count to an allowed one: stabilisation windows and rate limits of the horizontal
// pod autoscaler, with and without a `behavior`.
//
// Source: Kubernetes 1.37, controller "podautoscaler"; KEP-853 (configurable scale velocity).
// Windows compare strictly where Kubernetes does: an event of exactly the age of a policy's period
// has left it. The logs are changed in place; one entry that has become useless is used again, so
// that a log is no longer than its window has decisions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/scaling.h"

namespace evenkeel::hpa {

struct Recommendation {
  std::int32_t replicas = 0;
  Instant time{};
  friend bool operator==(const Recommendation&, const Recommendation&) = default;
};

struct ScaleEvent {
  std::int32_t change = 0;  // > 0 in either direction
  Instant time{};
  bool outdated = false;  // older than every policy's period
  friend bool operator==(const ScaleEvent&, const ScaleEvent&) = default;
};

struct ScaleEvents {
  std::vector<ScaleEvent> up;
  std::vector<ScaleEvent> down;
  friend bool operator==(const ScaleEvents&, const ScaleEvents&) = default;
};

// Rules in which nothing is left to a default.
struct Rules {
  SelectPolicy select = SelectPolicy::Max;
  Duration stabilizationWindow{};
  std::vector<ScalingPolicy> policies;
};

struct BehaviorRules {
  Rules up;
  Rules down;
};

// The API's defaults: up 4 pods or 100 % in 15 s, whichever is more, not stabilised; down 100 % in
// 15 s, stabilised over the controller's window.
BehaviorRules withDefaults(const Behavior& behavior, Duration downscaleStabilization);

struct Bounds {
  std::int32_t minReplicas = 1;
  std::int32_t maxReplicas = 1;
};

struct Limited {
  std::int32_t replicas = 0;
  std::string_view reason;
};

// Without a behavior: the highest recommendation of the window, and a ceiling of max(2·current, 4).
std::int32_t stabilize(std::vector<Recommendation>& log, std::int32_t desired, Duration window,
                       Instant now);
Limited limit(std::int32_t current, std::int32_t desired, const Bounds& bounds);

// With one. The reason of stabilize tells the direction that was held back, if any was.
Limited stabilize(std::vector<Recommendation>& log, std::int32_t current, std::int32_t desired,
                  const BehaviorRules& rules, Instant now);
Limited limit(std::int32_t current, std::int32_t desired, const Bounds& bounds,
              const BehaviorRules& rules, const ScaleEvents& events, Instant now);

// How far the policies alone let the count go up or down from `current`.
std::int32_t scaleUpLimit(std::int32_t current, const Rules& rules, const ScaleEvents& events,
                          Instant now);
std::int32_t scaleDownLimit(std::int32_t current, const Rules& rules, const ScaleEvents& events,
                            Instant now);

// The sum of changes younger than `period`.
std::int64_t changeWithin(const std::vector<ScaleEvent>& events, Duration period, Instant now);
void storeEvent(std::vector<ScaleEvent>& events, std::int32_t change, const Rules& rules,
                Instant decided);

}  // namespace evenkeel::hpa
