#include "evaluation/bounds/schedule_problem.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenkeel::evaluation {
namespace {

constexpr double kSlack = 1e-9;

}  // namespace

std::size_t optionOf(const ScheduleProblem& problem, std::int32_t count, std::size_t size) {
  return size * static_cast<std::size_t>(problem.counts) +
         static_cast<std::size_t>(count - problem.smallest);
}

double keptOver(const ScheduleProblem& problem, std::size_t window) {
  return problem.kept > 0 ? std::pow(problem.kept, problem.windows[window].seconds / 60) : 0;
}

bool mayBecome(const ScheduleProblem& problem, std::size_t from, std::size_t to, double kept) {
  return problem.sizes[to].cost >= problem.sizes[from].cost * kept * (1 - kSlack);
}

double highestBefore(std::int32_t count, double kept) {
  if (!(kept > 0)) return std::numeric_limits<double>::infinity();
  return std::ceil((count + 1.0) / kept) - 1;
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
    const double running = count * window.seconds;
    const double starting = startingCost(from, before, count);
    WindowCost& cost = costs.emplace_back();
    cost.podSeconds = running + starting / from.cost;
    cost.cost = running * problem.sizes[size].cost + starting;
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
