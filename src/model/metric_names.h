// The metrics that Evenkeel itself gives a meaning to; there may be any others.
#pragma once

#include <array>

#include "model/metric.h"

namespace evenkeel::metric {

inline constexpr std::array kNames{kCpuUsage,       kMemoryWorkingSet, kRequestRate, kErrorRate,
                                   kActiveRequests, kDurationMean,     kDurationP50, kDurationP95,
                                   kDurationP99,    kNodeCpuUsage,     kNodePower};

}  // namespace evenkeel::metric
