// What people want of an application or a system: a statistic of a metric, kept on one side of a
// value.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/time.h"

namespace evenkeel {

enum class Statistic : std::uint8_t { Mean, P50, P90, P95, P99, P999, Max };
enum class Relation : std::uint8_t { LowerOrEqual, LowerThan, Equal, GreaterThan, GreaterOrEqual };

enum class TargetMetric : std::uint8_t {
  ResponseTime,  // seconds
  RequestRate,   // requests/s served
  ErrorRatio,    // 0..1 of the requests
  Availability,  // 0..1 of the requests
  Cost,          // money per hour
  Energy,        // watts
  Utilization,   // 0..1 of the CPU requested
};

struct Target {
  std::string name;  // unique within its document; the default is the metric's name
  TargetMetric metric = TargetMetric::ResponseTime;
  Statistic statistic = Statistic::Mean;
  Relation relation = Relation::LowerOrEqual;
  double value = 0;       // in the metric's unit
  double weight = 1;      // >= 0, relative to the other targets
  Duration window = 60s;  // over which the statistic is taken
  friend bool operator==(const Target&, const Target&) = default;
};

// The one by whose value a single request is called slow; none where no response time is bounded
// from above. It is the lowest of those of p95, p99, p99.9 and maximum, each of which says that 5 %
// of the requests at most may be slower; where there is none, the lowest of the others. Of equal
// values, the first.
const Target* responseTarget(std::span<const Target> targets);

}  // namespace evenkeel
