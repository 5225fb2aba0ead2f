#include "evaluation/bounds/schedule_problem.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenkeel::evaluation {

std::size_t optionOf(const ScheduleProblem& problem, std::int32_t count, std::size_t size) {
  return size * static_cast<std::size_t>(problem.counts) +
         static_cast<std::size_t>(count - problem.smallest);
}

bool mayBecome(const ScheduleProblem& problem, std::size_t from, std::size_t to) {
  if (to + 1 >= from) return true;
  const double stays = std::pow(problem.stepDown.share, problem.stepDown.decisions);
  return problem.sizes[to + 1].cost > problem.sizes[from].cost * stays * (1 + kSlack);
}

double highestBefore(const StepDown& stepDown, std::int32_t count) {
  if (!(stepDown.share > 0)) return std::numeric_limits<double>::infinity();
  double highest = count;
  for (int i = 0; i < stepDown.decisions; ++i) {
    highest = std::max(highest + 1, std::floor(highest / stepDown.share * (1 + kSlack)));
  }
  return highest;
}

double runningCost(const ScheduleProblem& problem, std::size_t window, std::int32_t count,
                   std::size_t size) {
  return count * problem.windows[window].seconds * problem.sizes[size].cost;
}

double startingCost(const PodSize& from, std::int32_t before, std::int32_t after) {
  return from.startUp * from.cost * std::max(0, after - before);
}

std::vector<WindowCost> costsOf(const ScheduleProblem& problem, const Schedule& schedule) {
  std::vector<WindowCost> costs;
  costs.reserve(schedule.counts.size());
  std::int32_t before = problem.first;
  std::size_t sizeBefore = problem.firstSize;
  std::size_t marks = 0;
  for (std::size_t w = 0; w < schedule.counts.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    const std::int32_t count = schedule.counts[w];
    const std::size_t size = schedule.sizes[w];
    const std::size_t option = optionOf(problem, count, size);
    const PodSize& from = problem.sizes[sizeBefore];
    const double starting = startingCost(from, before, count);
    WindowCost& cost = costs.emplace_back();
    cost.podSeconds = count * window.seconds + starting / from.cost;
    cost.cost = runningCost(problem, w, count, size) + starting;
    if (!window.risks.empty() && window.judged) cost.violated = window.risks[option];
    if (!window.marks.empty()) marks += window.marks[option];
    if (!window.risksOfSums.empty()) {
      cost.violated += window.risksOfSums[std::min(marks, window.risksOfSums.size() - 1)];
      marks = 0;
    }
    before = count;
    sizeBefore = size;
  }
  return costs;
}

void tally(const ScheduleProblem& problem, Schedule& schedule) {
  schedule.podSeconds = schedule.cost = schedule.violated = 0;
  for (const WindowCost& window : costsOf(problem, schedule)) {
    schedule.podSeconds += window.podSeconds;
    schedule.cost += window.cost;
    schedule.violated += window.violated;
  }
}

}  // namespace evenkeel::evaluation
