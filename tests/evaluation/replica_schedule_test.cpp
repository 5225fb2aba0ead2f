#include "evaluation/replica_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace evenkeel::evaluation {
namespace {

struct Tally {
  double cost = 0;
  double violated = 0;
  bool allowed = true;
};

Tally tallyOf(const ScheduleProblem& problem, const std::vector<std::int32_t>& counts) {
  Tally tally;
  std::int32_t before = problem.first;
  for (std::size_t w = 0; w < counts.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    tally.cost += counts[w] * window.seconds + problem.startUp * std::max(0, counts[w] - before);
    if (window.judged) {
      tally.violated += window.risks[static_cast<std::size_t>(counts[w] - problem.smallest)];
    }
    const double least = *std::min_element(window.risks.begin(), window.risks.end());
    const double risk = window.risks[static_cast<std::size_t>(counts[w] - problem.smallest)];
    if (!window.judged && risk > std::max(0.5, least)) tally.allowed = false;
    if (counts[w] < std::floor(before * problem.kept) || counts[w] > window.most)
      tally.allowed = false;
    before = counts[w];
  }
  return tally;
}

// The cheapest of all schedules within the limit; infinite: there is none.
double byBruteForce(const ScheduleProblem& problem) {
  const std::size_t choices = problem.windows.front().risks.size();
  std::vector<std::int32_t> counts(problem.windows.size(), problem.smallest);
  double best = std::numeric_limits<double>::infinity();
  for (;;) {
    const Tally tally = tallyOf(problem, counts);
    if (tally.allowed && tally.violated <= problem.allowed + 1e-9)
      best = std::min(best, tally.cost);
    std::size_t w = 0;
    while (w < counts.size() &&
           ++counts[w] == problem.smallest + static_cast<std::int32_t>(choices)) {
      counts[w++] = problem.smallest;
    }
    if (w == counts.size()) return best;
  }
}

ScheduleProblem randomProblem(RandomStream& random) {
  ScheduleProblem problem;
  problem.smallest = static_cast<std::int32_t>(random.below(2));
  problem.first = problem.smallest + static_cast<std::int32_t>(random.below(4));
  problem.startUp = random.bernoulli(0.5) ? 0 : 100 * random.uniform();
  problem.kept = random.bernoulli(0.5) ? 0 : 0.5;
  problem.allowed = 2 * random.uniform();
  for (int w = 0; w < 6; ++w) {
    ScheduleWindow& window = problem.windows.emplace_back();
    window.seconds = 60;
    window.judged = random.bernoulli(0.8);
    double risk = 1;
    for (int c = 0; c < 4; ++c) window.risks.push_back(risk *= random.uniform());
  }
  return problem;
}

TEST(ReplicaSchedule, WithoutALimitToSpareIsTheCheapestOfAll) {
  RandomStream random(1, "test", "schedules");
  for (int i = 0; i < 60; ++i) {
    ScheduleProblem problem = randomProblem(random);
    problem.allowed = 0;
    for (ScheduleWindow& window : problem.windows) {
      for (double& risk : window.risks) risk = risk > 0.3 ? 1 : 0;
      window.risks.back() = 0;
    }
    EXPECT_NEAR(cheapest(problem).podSeconds, byBruteForce(problem), 1e-6) << i;
  }
}

TEST(ReplicaSchedule, WithALimitLiesBetweenTheBoundAndWhatItSays) {
  RandomStream random(2, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 100; ++i) {
    const ScheduleProblem problem = randomProblem(random);
    const Schedule schedule = cheapest(problem);
    const Tally tally = tallyOf(problem, schedule.counts);
    EXPECT_TRUE(tally.allowed);
    EXPECT_NEAR(tally.cost, schedule.podSeconds, 1e-6);
    EXPECT_NEAR(tally.violated, schedule.violated, 1e-9);
    const double best = byBruteForce(problem);
    if (std::isinf(best)) continue;
    EXPECT_LE(schedule.violated, problem.allowed + 1e-6);
    EXPECT_LE(schedule.bound, best + 1e-6);
    EXPECT_GE(schedule.podSeconds, best - 1e-6);
    ours += schedule.podSeconds;
    theirs += best;
  }
  EXPECT_LT(ours, 1.1 * theirs);  // six windows: one window more or less is much
}

TEST(ReplicaSchedule, WhereTheLimitCannotBeKeptHasTheFewestViolations) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.windows.resize(2);
  problem.windows[0].risks = {1, 1, 0.5};
  problem.windows[1].risks = {1, 0.5, 0.5};
  const Schedule schedule = cheapest(problem);
  EXPECT_EQ(schedule.counts, (std::vector<std::int32_t>{3, 2}));
  EXPECT_DOUBLE_EQ(schedule.violated, 1);
}

TEST(ReplicaSchedule, OfNothingIsNothing) {
  EXPECT_TRUE(cheapest({}).counts.empty());
}

}  // namespace
}  // namespace evenkeel::evaluation
