// From what pods have counted to what their component is asked for, as a rate.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "telemetry/request_figures.h"

namespace evenkeel::telemetry {

// Between two readings of one pod: a second for the rates, all of it for the durations.
struct RequestRates {
  std::optional<double> requests;
  std::optional<double> errors;
  std::optional<double> active;  // at the end
  std::optional<double> timed;
  std::optional<double> seconds;
  std::map<double, double> buckets;  // as RequestFigures
};

// `span` > 0. Absent: a counter has fallen, so that the program was started anew in between and
// what it has served since is not known. A counter that was not there before has no rate yet.
std::optional<RequestRates> ratesBetween(const RequestFigures& before, const RequestFigures& after,
                                         Duration span);

// A ready pod of a component.
struct PodRates {
  std::string maker;                  // uid of what made it: pods of one serve the same program
  std::optional<RequestRates> rates;  // absent: not known
};

// By the names of model/metric.h, what is not known left out.
//
// Sums over the pods. Where at least half of them are known, the others are taken to be like them;
// else nothing is said. A pod that answers without a counter of requests, as programs do before
// their first one, has served none if one of the same maker shows that there is such a counter.
// Durations are those of the pods that are known, absent where nothing was served; quantiles are
// interpolated within a bucket as histogram_quantile() does, beyond the last bound they are that
// bound, and they are left out while pods disagree about the bounds.
std::map<std::string_view, double> componentFigures(std::span<const PodRates> pods);

}  // namespace evenkeel::telemetry
