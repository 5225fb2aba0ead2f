// The cheapest number of replicas over time when everything that matters is known beforehand.
//
// By dynamic programming over windows: a state is a count, a transition costs pod-seconds, those of
// starting included. A limit on expected violations is priced: with a price p a violation adds p to
// the cost, and the schedule for a price is exact. The smallest price that keeps the limit gives
// the schedule, and every price a lower bound (Lagrange; Everett, Operations Research 11, 1963), so
// that how far from the optimum the schedule can be is known: `podSeconds` against `bound`.
//
// O(windows · counts) for each of some forty prices.
#pragma once

#include <cstdint>
#include <vector>

namespace evenkeel::evaluation {

struct ScheduleWindow {
  double seconds = 60;
  // Its violations count. A window that is not judged must not be left to violate where it can be
  // helped: its backlog would go on into those that are.
  bool judged = true;
  std::int32_t most = INT32_MAX;  // count, for want of time to start more; not below `first`
  std::vector<double> risks;      // by count, from the smallest: probability of a violation
};

struct ScheduleProblem {
  std::int32_t smallest = 0;  // count, >= 0
  std::int32_t first = 1;     // count that runs, ready, before the first window
  double kept = 0;            // share of the count, rounded down, that stays over a minute
  double startUp = 0;         // seconds that a pod costs before it is ready
  double allowed = 0;         // violated judged windows, as expected
  std::vector<ScheduleWindow> windows;  // all with risks for the same counts
};

struct Schedule {
  std::vector<std::int32_t> counts;  // ready, by window
  double podSeconds = 0;             // over all windows
  double violated = 0;               // judged windows, as expected
  double bound = 0;                  // no schedule within the limit costs less
};

// Where the limit cannot be kept, the schedule with the fewest violations, the cheapest of those.
Schedule cheapest(const ScheduleProblem& problem);

}  // namespace evenkeel::evaluation
