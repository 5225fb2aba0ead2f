// A plan of replicas to be found, a plan, and the rules that hold for every plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace evenkeel::evaluation {

// Sums of costs and of violations are compared up to that share, or that many.
inline constexpr double kSlack = 1e-9;

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

// How far a count and a size may fall from one window to the next: by so many decisions, each of
// which leaves at least that share, a count rounded up, but may always take one pod away. What is
// left of a size is rounded down to one that there is.
struct StepDown {
  double share = 0;  // 0: as far as they like
  int decisions = 1;
};

struct ScheduleProblem {
  std::int32_t smallest = 0;  // count, >= 0
  std::int32_t counts = 0;    // that there are to choose from, one after the other
  std::int32_t first = 1;  // count that runs, ready, before the first window; none of those above
  std::size_t firstSize = 0;
  StepDown stepDown;
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
  bool stepsDown = true;             // false: none is possible under the step down, and this is not
  double bound = 0;                  // no schedule within the limit costs less
};

// The index of an option.
std::size_t optionOf(const ScheduleProblem& problem, std::int32_t count, std::size_t size);

// Whether a size may become the other from one window to the next.
bool mayBecome(const ScheduleProblem& problem, std::size_t from, std::size_t to);
// The highest count that may fall to that one from one window to the next, infinite: any.
double highestBefore(const StepDown& stepDown, std::int32_t count);

// Pods of one size that run throughout a window cost that much.
double runningCost(const ScheduleProblem& problem, std::size_t window, std::int32_t count,
                   std::size_t size);

// Pods that are started to go from one count to the other cost that much.
double startingCost(const PodSize& from, std::int32_t before, std::int32_t after);

// What a window of a schedule comes to.
struct WindowCost {
  double podSeconds = 0;  // those that start included
  double cost = 0;
  double violated = 0;  // where it is judged, or the last of joined ones
};
std::vector<WindowCost> costsOf(const ScheduleProblem& problem, const Schedule& schedule);

// Its podSeconds, cost and violated, made anew from counts and sizes.
void tally(const ScheduleProblem& problem, Schedule& schedule);

}  // namespace evenkeel::evaluation
