// The policy `queueing`: as many replicas as a queueing formula asks for at the load of the last
// minute, plus a margin. A rule without learning and without memory of what it did: the baseline
// that whoever learns or forecasts has to beat.
//
// What a request takes is CPU used by request rate, where it is not given; a server is a core, or a
// pod of less than one. In words: docs/policies/queueing.md. Source: performance/sizing.h (M/M/c,
// or c times M/M/1).
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "base/schema.h"
#include "performance/sizing.h"
#include "policy/policy.h"

namespace evenkeel {

struct QueueingParameters {
  std::optional<Duration> target;       // response time; absent: the application's own target
  std::optional<double> percentile;     // of it, in percent; absent: that target's, or the mean
  std::optional<Duration> serviceTime;  // of a request on one core; absent: measured
  performance::Queueing queueing = performance::Queueing::Split;
  double margin = 10;  // percent of the load
  Duration window = 60s;
  Duration downscaleStabilization = 60s;
  Duration loop = 15s;
};

const Schema<QueueingParameters>& queueingSchema();
Result<std::unique_ptr<Policy>> makeQueueingPolicy(const QueueingParameters& parameters);

}  // namespace evenkeel
