// A recorded demand for CPU, played through the twin under several policies: what would have become
// of it then. An estimate.
//
// The load is a fluid (docs/fluid.md). Where no request rate is known the demand is the load: it is
// taken to be requests that keep a core busy for kWork each, exponentially distributed, and shared
// by all pods. A request is slow that takes more than kPatience times what it does in an idle pod.
// Where nothing is known of the demand it stays as it was.
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "evaluation/compare.h"
#include "evaluation/history/usage_history.h"
#include "model/application.h"

namespace evenkeel::evaluation {

inline constexpr Duration kWork = 20ms;
inline constexpr double kPatience = 5;

struct TwinFigures {
  double podHours = 0;
  double coreHours = 0;  // requested
  double gibHours = 0;
  double slowWindows = 0;  // percent of windows of 60 s with more than 5 % slow requests
  double badRequests = 0;  // percent: slow, failed or refused
  std::int64_t changes = 0;
};

// For each contender. `application` has one component, whose limits say what a pod can use; its
// serving is filled in here. Errors: as compare() has them; NotFound where nothing is known.
Result<std::vector<TwinFigures>> playTwin(const UsageHistory& history, Application application,
                                          std::vector<Contender> contenders,
                                          const PolicyOfCall& policyOfCall, const StopAsked& stop);

}  // namespace evenkeel::evaluation
