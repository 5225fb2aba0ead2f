// What a policy would have asked for, had it decided over a recorded demand for CPU.
//
// An estimate without dynamics: the demand is work that is there whatever the number of pods,
// shared evenly among them; pods come and go at once and nothing queues. The policy alone decides,
// within the component's bounds. How long pods take, and what becomes of requests meanwhile, is for
// the twin (history_twin.h).
#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "evaluation/compare.h"
#include "evaluation/history/usage_history.h"
#include "model/application.h"
#include "model/decision.h"
#include "policy/policy.h"

namespace evenkeel::evaluation {

struct PlayedReplicas {
  std::int32_t p50 = 0;  // over the known time
  std::int32_t p95 = 0;
  std::int32_t most = 0;
  double mean = 0;
  double podHours = 0;
  std::int64_t changes = 0;
};

// A decision that changed the number.
struct PlayedChange {
  Instant at{};  // since the history began
  std::int32_t from = 0;
  std::int32_t to = 0;
  Decision decision;
};
using OnChange = std::function<void(PlayedChange)>;

// From `replicas` on; `application` has one component. The policy is asked once in its period, but
// once a minute at most, until it leaves the number as it is; then with the next step. Moments of
// which nothing is known are left out: what there was stays. `onChange` may be null. Invalid where
// the policy needs what the history does not have, or fails; NotFound where nothing is known;
// Unavailable where it was stopped.
Result<PlayedReplicas> playDemand(const UsageHistory& history, const Application& application,
                                  const Policy& policy, std::int32_t replicas,
                                  const StopAsked& stop, const OnChange& onChange = nullptr);

}  // namespace evenkeel::evaluation
