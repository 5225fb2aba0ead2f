// What custom.metrics.k8s.io (v1beta2, v1beta1) and external.metrics.k8s.io (v1beta1) answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"

namespace evenkeel::kubernetes {

struct MetricValue {
  std::string object;  // its name: of a pod, say; empty for external ones
  WallTime time{};     // when it was measured
  Duration window{};   // over which; zero: none is given
  Quantity value;
};

// Of a MetricValueList or an ExternalMetricValueList as text. Invalid: it is none, or has a time or
// a value that is none.
Result<std::vector<MetricValue>> readMetricValues(std::string_view json);

}  // namespace evenkeel::kubernetes
