// The parameters of a policy that do best on a part of a scenario: the cheapest by what is
// requested of CPU, with at most so many windows over the target; where none keeps that, the fewest
// windows over.
//
// One parameter after the other is tried at kValues values over its range, the others kept at their
// best, and then again between the neighbours of its best value, kRounds times. A search in the
// fluid ends with one such round request by request, over what lay between the neighbours after the
// first, and the best is one of those: the fluid says where to look, not what is found. That finds
// the best of a row of valleys only as far as they differ by more than a step; every value tried is
// kept, so that one can see. The same setup gives the same trials, whatever the number of threads.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "evaluation/compare.h"
#include "evaluation/parameter_range.h"
#include "model/policy_call.h"

namespace evenkeel::evaluation {

inline constexpr std::size_t kValues = 7;
inline constexpr std::size_t kRounds = 3;

struct TuneSetup {
  Scenario scenario;
  PolicyCall call;                     // parameters that are not tuned stay
  std::vector<ParameterRange> ranges;  // one at least, names unlike
  std::function<Result<std::unique_ptr<Policy>>(const PolicyCall&)> make;
  BoundPolicy fallback;
  PolicyOfCall policyOfCall = {};
  Part part = Part::Training;
  simulation::Detail detail = simulation::Detail::Fluid;  // of the search, before the last round
  std::uint64_t seeds = 3;
  std::size_t threads = 1;
  double mostOver = 1;  // percent of windows, mean over seeds
};

struct TuningTrial {
  PolicyCall call;
  simulation::Detail detail = simulation::Detail::Requests;
  double over = 0;  // percent of windows
  double coreHours = 0;
};

struct Tuning {
  std::vector<TuningTrial> trials;        // in the order in which they were made
  std::size_t best = 0;                   // one played request by request
  std::vector<std::string> atAnEnd = {};  // parameters whose best value is the first or last tried
};

// By the rule above; of trials in the same detail.
bool isBetter(const TuningTrial& a, const TuningTrial& b, double mostOver);

// The parameter of a call set to a value, its text written anew.
PolicyCall withParameter(PolicyCall call, const std::string& name, const std::string& value);

// `progress` hears of runs done so far. The error of a value that the policy does not take is that
// of the policy. Refused: no window of the part is judged.
Result<Tuning> tune(const TuneSetup& setup, const ComparisonProgress& progress,
                    const StopAsked& stop);

}  // namespace evenkeel::evaluation
