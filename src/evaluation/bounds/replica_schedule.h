// The cheapest number and size of replicas over time when everything that matters is known.
//
// By dynamic programming over windows: a state is a count and a size, a transition costs what runs,
// starting included. Violations are judged by window, or over several joined ones: then the state
// holds beside them what has been added up so far, in whole marks, and the sum decides on the risk.
// A limit on expected violations is priced: with a price p a violation adds p to the cost, and the
// schedule for a price is exact. The smallest price that keeps the limit gives the schedule; what
// it leaves of the limit is spent by schedule_splice.h. Every price gives a lower bound (Lagrange;
// Everett, Operations Research 11, 1963), so that how far from the optimum the schedule can be is
// known: `cost` against `bound`.
//
// O(windows · counts · sizes · sums) for each of some forty prices, sums being one outside joined
// windows.
#pragma once

#include <functional>
#include <optional>

#include "evaluation/bounds/schedule_problem.h"

namespace evenkeel::evaluation {

// Where the limit cannot be kept, the schedule with the fewest violations, the cheapest of those.
// None when `stop` says so, which is asked before each window at each price.
std::optional<Schedule> cheapest(const ScheduleProblem& problem, const std::function<bool()>& stop);

}  // namespace evenkeel::evaluation
