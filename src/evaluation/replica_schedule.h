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

#include <cstdint>
#include <functional>
#include <vector>

namespace evenkeel::evaluation {

struct PodSize {
  double cost = 1;     // of a pod-second, > 0; sizes are in rising order of it
  double startUp = 0;  // seconds that a pod started at this size costs before it is ready
  std::int32_t most = INT32_MAX;  // pods that may be of it, if not the smallest count alone
};

// An option is a count of pods of one size: size times the number of counts plus count - smallest.
struct ScheduleWindow {
  double seconds = 60;
  // Its violations count. A window that is not judged must not be left to violate where it can be
  // helped: its backlog would go on into those that are.
  bool judged = true;
  std::int32_t most = INT32_MAX;   // count, for want of time to start more; not below `first`
  std::size_t largest = SIZE_MAX;  // size, for want of time to grow; not below `firstSize`
  // By size: pods that serve what arrives in the window. Fewer are not planned where that many are
  // possible: their backlog would spoil the next. Empty: any number is enough.
  std::vector<std::int32_t> enough;
  // By option: probability of a violation. Empty: judged together with its neighbours, by `marks`.
  std::vector<double> risks;
  std::vector<std::uint16_t> marks;  // by option: what it adds to the sum of the joined windows
  // Of the last of joined windows: probability of a violation by the sum, beyond the last as there.
  // Empty: the next window goes on with the sum.
  std::vector<double> risksOfSums;
};

struct ScheduleProblem {
  std::int32_t smallest = 0;  // count, >= 0
  std::int32_t counts = 0;    // that there are to choose from, one after the other
  std::int32_t first = 1;     // count that runs, ready, before the first window
  std::size_t firstSize = 0;
  double kept = 0;     // share of a count (rounded down) and of a size that stays over a minute
  double allowed = 0;  // violated judged windows, as expected; joined ones are one
  std::vector<PodSize> sizes{PodSize{}};
  std::vector<ScheduleWindow> windows;
};

struct Schedule {
  std::vector<std::int32_t> counts;  // ready, by window
  std::vector<std::uint32_t> sizes;  // likewise
  double podSeconds = 0;             // over all windows
  double cost = 0;                   // podSeconds at the cost of their sizes
  double violated = 0;               // judged windows, as expected
  bool keepsLimit = true;            // false: no schedule does
  double bound = 0;                  // no schedule within the limit costs less
};

// Where the limit cannot be kept, the schedule with the fewest violations, the cheapest of those.
// `stop` is asked before each price; true: what has been found by then, which may keep no limit.
Schedule cheapest(
    const ScheduleProblem& problem, const std::function<bool()>& stop = [] { return false; });

}  // namespace evenkeel::evaluation
