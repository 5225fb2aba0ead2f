#include "evaluation/schedule_splice.h"

#include <algorithm>

namespace evenkeel::evaluation {
namespace {

constexpr double kSlack = 1e-9;

struct Stretch {
  std::size_t begin = 0;  // windows
  std::size_t end = 0;
  double saves = 0;
  double spends = 0;  // violations; below zero: none
};

bool isSame(const Schedule& a, const Schedule& b, std::size_t w) {
  return a.counts[w] == b.counts[w] && a.sizes[w] == b.sizes[w];
}

void copy(const Schedule& from, const Stretch& stretch, Schedule& to) {
  for (std::size_t w = stretch.begin; w < stretch.end; ++w) {
    to.counts[w] = from.counts[w];
    to.sizes[w] = from.sizes[w];
  }
}

std::vector<Stretch> stretchesOf(const ScheduleProblem& problem, const Schedule& kept,
                                 const Schedule& cheaper) {
  std::vector<Stretch> all;
  std::size_t begin = 0;
  bool differs = false;
  for (std::size_t w = 0; w < kept.counts.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    const bool joinedOn = !window.marks.empty() && window.risksOfSums.empty();
    const bool same = isSame(kept, cheaper, w);
    differs = differs || !same;
    if ((!same || joinedOn) && w + 1 < kept.counts.size()) continue;
    if (differs) {
      Schedule one = kept;
      Stretch stretch{begin, w + 1, 0, 0};
      copy(cheaper, stretch, one);
      tally(problem, one);
      stretch.saves = kept.cost - one.cost;
      stretch.spends = one.violated - kept.violated;
      if (stretch.saves > 0) all.push_back(stretch);
    }
    begin = w + 1;
    differs = false;
  }
  return all;
}

}  // namespace

void tally(const ScheduleProblem& problem, Schedule& schedule) {
  schedule.podSeconds = schedule.cost = schedule.violated = 0;
  std::int32_t before = problem.first;
  std::size_t sizeBefore = problem.firstSize;
  std::size_t sum = 0;
  for (std::size_t w = 0; w < schedule.counts.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    const std::int32_t count = schedule.counts[w];
    const std::size_t size = schedule.sizes[w];
    const std::size_t option = size * static_cast<std::size_t>(problem.counts) +
                               static_cast<std::size_t>(count - problem.smallest);
    const double running = count * window.seconds;
    const double starting = problem.sizes[sizeBefore].startUp * std::max(0, count - before);
    schedule.podSeconds += running + starting;
    schedule.cost += running * problem.sizes[size].cost + starting * problem.sizes[sizeBefore].cost;
    if (!window.risks.empty() && window.judged) schedule.violated += window.risks[option];
    if (!window.marks.empty()) sum += window.marks[option];
    if (!window.risksOfSums.empty()) {
      schedule.violated += window.risksOfSums[std::min(sum, window.risksOfSums.size() - 1)];
      sum = 0;
    }
    before = count;
    sizeBefore = size;
  }
}

Schedule spliced(const ScheduleProblem& problem, const Schedule& kept, const Schedule& cheaper) {
  std::vector<Stretch> stretches = stretchesOf(problem, kept, cheaper);
  std::stable_sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) {
    const double spentByA = std::max(a.spends, 0.0);
    const double spentByB = std::max(b.spends, 0.0);
    return a.saves * spentByB > b.saves * spentByA;
  });
  Schedule out = kept;
  double room = problem.allowed - kept.violated;
  for (const Stretch& stretch : stretches) {
    if (stretch.spends > room + kSlack) continue;
    copy(cheaper, stretch, out);
    room -= stretch.spends;
  }
  tally(problem, out);
  return out;
}

}  // namespace evenkeel::evaluation
