#include "evaluation/bounds/replica_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "agent/guardrails.h"
#include "base/random.h"

namespace evenkeel::evaluation {
namespace {

Schedule planFor(const ScheduleProblem& problem) {
  return cheapest(problem, [] { return false; }).value();
}

struct Option {
  std::int32_t count = 0;
  std::size_t size = 0;
};

struct Tally {
  double pods = 0;
  double cost = 0;
  double violated = 0;
  bool allowed = true;
};

std::size_t placeOf(const ScheduleProblem& problem, const Option& option) {
  return option.size * static_cast<std::size_t>(problem.counts) +
         static_cast<std::size_t>(option.count - problem.smallest);
}

std::int32_t mostOf(const ScheduleProblem& problem, std::size_t w, std::size_t size) {
  const std::int32_t most = std::min(problem.windows[w].most, problem.sizes[size].most);
  return std::clamp(most, problem.smallest, problem.smallest + problem.counts - 1);
}

// What the guardrails leave of a count at least (agent/guardrails.h, limitStep).
std::int32_t lowestAfter(const ScheduleProblem& problem, std::int32_t count) {
  if (!(problem.stepDown.share > 0)) return 0;
  for (int i = 0; i < problem.stepDown.decisions; ++i) {
    const double share = std::ceil(count * problem.stepDown.share - 1e-9);
    count = std::min(count - 1, static_cast<std::int32_t>(share));
  }
  return count;
}

// The size that such steps leave, or the next smaller one that there is.
std::size_t smallestAfter(const ScheduleProblem& problem, std::size_t size) {
  double cost = problem.sizes[size].cost;
  for (int i = 0; i < problem.stepDown.decisions; ++i) cost *= problem.stepDown.share;
  std::size_t smallest = 0;
  while (smallest + 1 < problem.sizes.size() && problem.sizes[smallest + 1].cost <= cost)
    ++smallest;
  return smallest;
}

Tally tallyOf(const ScheduleProblem& problem, const std::vector<Option>& options) {
  Tally tally;
  Option before{problem.first, problem.firstSize};
  std::size_t sum = 0;
  for (std::size_t w = 0; w < options.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    const auto [count, size] = options[w];
    const std::size_t place = placeOf(problem, options[w]);
    const double running = count * window.seconds;
    const PodSize& from = problem.sizes[before.size];
    const double starting = from.startUp * std::max(0, count - before.count);
    tally.pods += running + starting;
    tally.cost += running * problem.sizes[size].cost + starting * from.cost;
    if (window.judged && !window.risks.empty()) tally.violated += window.risks[place];
    if (!window.marks.empty()) sum += window.marks[place];
    if (!window.risksOfSums.empty()) {
      tally.violated += window.risksOfSums[std::min(sum, window.risksOfSums.size() - 1)];
      sum = 0;
    }
    if (!window.judged) {
      const double least = *std::min_element(window.risks.begin(), window.risks.end());
      if (window.risks[place] > std::max(0.5, least)) tally.allowed = false;
    }
    if (count < lowestAfter(problem, before.count) || count > window.most ||
        size > window.largest || (count > problem.sizes[size].most && count > problem.smallest) ||
        size < smallestAfter(problem, before.size) ||
        (!window.enough.empty() &&
         count < std::min(window.enough[size], mostOf(problem, w, size)))) {
      tally.allowed = false;
    }
    before = options[w];
  }
  return tally;
}

// The cheapest of all schedules within the limit; infinite: there is none.
double byBruteForce(const ScheduleProblem& problem) {
  const std::int32_t end = problem.smallest + problem.counts;
  std::vector<Option> options(problem.windows.size(), {problem.smallest, 0});
  double best = std::numeric_limits<double>::infinity();
  for (;;) {
    const Tally tally = tallyOf(problem, options);
    if (tally.allowed && tally.violated <= problem.allowed + 1e-9)
      best = std::min(best, tally.cost);
    std::size_t w = 0;
    for (; w < options.size(); ++w) {
      if (++options[w].count < end) break;
      options[w].count = problem.smallest;
      if (++options[w].size < problem.sizes.size()) break;
      options[w].size = 0;
    }
    if (w == options.size()) return best;
  }
}

std::vector<Option> optionsOf(const Schedule& schedule) {
  std::vector<Option> options;
  for (std::size_t w = 0; w < schedule.counts.size(); ++w) {
    options.push_back({schedule.counts[w], schedule.sizes[w]});
  }
  return options;
}

ScheduleProblem randomProblem(RandomStream& random) {
  ScheduleProblem problem;
  problem.smallest = static_cast<std::int32_t>(random.below(2));
  problem.counts = 4;
  problem.first = problem.smallest + static_cast<std::int32_t>(random.below(4));
  problem.sizes[0].startUp = random.bernoulli(0.5) ? 0 : 100 * random.uniform();
  if (random.bernoulli(0.5)) {
    problem.stepDown = {random.bernoulli(0.5) ? 0.5 : 0.7, random.bernoulli(0.7) ? 1 : 2};
  }
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

// Three windows joined, one of its own, two joined.
void join(ScheduleProblem& problem, RandomStream& random) {
  const std::size_t options = problem.sizes.size() * static_cast<std::size_t>(problem.counts);
  for (const std::size_t w : {0u, 1u, 2u, 4u, 5u}) {
    ScheduleWindow& window = problem.windows[w];
    window.judged = true;
    window.risks.clear();
    for (std::size_t o = 0; o < options; ++o) {
      window.marks.push_back(static_cast<std::uint16_t>(random.below(6)));
    }
    std::sort(window.marks.rbegin(), window.marks.rend());
    if (w != 2 && w != 5) continue;
    for (int s = 0; s < 9; ++s) window.risksOfSums.push_back(s < 3 ? 0.01 * s : 0.1 * s);
  }
}

// Two sizes, the larger as good as one pod more.
void addSize(ScheduleProblem& problem, RandomStream& random) {
  problem.sizes = {{1, 100 * random.uniform(), 4}, {1 + random.uniform(), 50, 3}};
  problem.counts = 3;
  problem.firstSize = random.below(2);
  problem.first = std::min(problem.first, problem.smallest + 2);
  if (problem.firstSize == 0) problem.windows[0].largest = 0;
  for (ScheduleWindow& window : problem.windows) {
    const std::vector<double> one = window.risks;
    window.risks = {one[0], one[1], one[2], one[1], one[2], one[3]};
  }
}

// All that can be said of a schedule beside the cheapest of all.
void check(const ScheduleProblem& problem, double& ours, double& theirs) {
  const Schedule schedule = planFor(problem);
  const Tally tally = tallyOf(problem, optionsOf(schedule));
  EXPECT_TRUE(tally.allowed);
  EXPECT_NEAR(tally.pods, schedule.podSeconds, 1e-6);
  EXPECT_NEAR(tally.cost, schedule.cost, 1e-6);
  EXPECT_NEAR(tally.violated, schedule.violated, 1e-9);
  const double best = byBruteForce(problem);
  if (std::isinf(best)) return;
  EXPECT_LE(schedule.violated, problem.allowed + 1e-6);
  EXPECT_LE(schedule.bound, best + 1e-6);
  EXPECT_GE(schedule.cost, best - 1e-6);
  ours += schedule.cost;
  theirs += best;
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
    EXPECT_NEAR(planFor(problem).podSeconds, byBruteForce(problem), 1e-6) << i;
  }
}

TEST(ReplicaSchedule, WithALimitLiesBetweenTheBoundAndWhatItSays) {
  RandomStream random(2, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 100; ++i) check(randomProblem(random), ours, theirs);
  EXPECT_LT(ours, 1.1 * theirs);  // six windows: one window more or less is much
}

// Windows alike have one price: at it all of them are over, or none. As many as may be are.
TEST(ReplicaSchedule, SpendsWhatThePriceLeavesOfTheLimit) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.counts = 3;
  problem.allowed = 2;
  problem.windows.resize(6);
  for (std::size_t w = 0; w < 6; ++w) {
    problem.windows[w].risks = w % 2 == 0 ? std::vector<double>{1, 1, 0} : std::vector<double>(3);
  }
  const Schedule schedule = planFor(problem);
  EXPECT_EQ(schedule.violated, 2);
  EXPECT_EQ(schedule.cost, 3 * 60 + 5 * 60);
  EXPECT_EQ(schedule.cost, byBruteForce(problem));
}

TEST(ReplicaSchedule, SpendsItWithinAStretchToo) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.counts = 3;
  problem.allowed = 2;
  problem.sizes[0].startUp = 20;
  problem.windows.resize(6);
  for (ScheduleWindow& window : problem.windows) window.risks = {1, 1, 0};
  const Schedule schedule = planFor(problem);
  EXPECT_EQ(schedule.violated, 2);
  EXPECT_EQ(schedule.cost, byBruteForce(problem));
}

// The cheapest of all schedules of one size and windows of their own, whose risks are eighths: a
// state is a count and the eighths that have been spent.
double byEighths(const ScheduleProblem& problem) {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  const auto budget = static_cast<std::size_t>(8 * problem.allowed);
  const auto counts = static_cast<std::size_t>(problem.counts);
  const double startUp = problem.sizes[0].startUp;
  std::vector<std::vector<double>> best(counts, std::vector<double>(budget + 1, kNone));
  best[static_cast<std::size_t>(problem.first - problem.smallest)][0] = 0;
  for (const ScheduleWindow& window : problem.windows) {
    std::vector<std::vector<double>> next(counts, std::vector<double>(budget + 1, kNone));
    for (std::size_t from = 0; from < counts; ++from) {
      const std::int32_t lowest =
          lowestAfter(problem, problem.smallest + static_cast<std::int32_t>(from));
      for (std::size_t to = 0; to < counts; ++to) {
        const auto before = static_cast<double>(from) + problem.smallest;
        const auto after = static_cast<double>(to) + problem.smallest;
        if (after < lowest) continue;
        const auto eighths = static_cast<std::size_t>(8 * window.risks[to]);
        const double cost = after * window.seconds + startUp * std::max(0.0, after - before);
        for (std::size_t spent = 0; spent + eighths <= budget; ++spent) {
          next[to][spent + eighths] = std::min(next[to][spent + eighths], best[from][spent] + cost);
        }
      }
    }
    best = std::move(next);
  }
  double least = kNone;
  for (const auto& spent : best)
    least = std::min(least, *std::min_element(spent.begin(), spent.end()));
  return least;
}

TEST(ReplicaSchedule, OfManyWindowsIsWithinAPercentOfTheCheapest) {
  RandomStream random(6, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 40; ++i) {
    ScheduleProblem problem = randomProblem(random);
    problem.allowed = 1 + static_cast<double>(random.below(3));
    problem.windows.resize(120);
    for (ScheduleWindow& window : problem.windows) {
      window = ScheduleWindow{};
      std::size_t eighths = 8;
      for (int c = 0; c < 3; ++c) {
        window.risks.push_back(static_cast<double>(eighths = random.below(eighths + 1)) / 8);
      }
      window.risks.push_back(0);
    }
    const Schedule schedule = planFor(problem);
    const double best = byEighths(problem);
    EXPECT_LE(schedule.violated, problem.allowed + 1e-6);
    EXPECT_LE(schedule.bound, best + 1e-6);
    EXPECT_GE(schedule.cost, best - 1e-6);
    EXPECT_LE(schedule.cost, 1.01 * best) << i;
    ours += schedule.cost;
    theirs += best;
  }
  EXPECT_LE(ours, 1.002 * theirs);
}

TEST(ReplicaSchedule, OfJoinedWindowsLiesBetweenTheBoundAndWhatItSays) {
  RandomStream random(3, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 100; ++i) {
    ScheduleProblem problem = randomProblem(random);
    join(problem, random);
    check(problem, ours, theirs);
  }
  EXPECT_LT(ours, 1.15 * theirs);  // three windows or so
}

TEST(ReplicaSchedule, OfJoinedWindowsWithoutALimitToSpareIsTheCheapestOfAll) {
  RandomStream random(4, "test", "schedules");
  for (int i = 0; i < 60; ++i) {
    ScheduleProblem problem = randomProblem(random);
    join(problem, random);
    problem.allowed = 0;
    problem.windows[3].judged = true;
    problem.windows[3].risks = {1, 1, 0, 0};
    for (const std::size_t w : {2u, 5u}) problem.windows[w].risksOfSums = {0, 0, 0, 0, 0, 1};
    for (ScheduleWindow& window : problem.windows) {
      if (!window.marks.empty()) window.marks.back() = 0;
    }
    EXPECT_NEAR(planFor(problem).cost, byBruteForce(problem), 1e-6) << i;
  }
}

TEST(ReplicaSchedule, OfSizesTooLiesBetweenTheBoundAndWhatItSays) {
  RandomStream random(5, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 40; ++i) {
    ScheduleProblem problem = randomProblem(random);
    addSize(problem, random);
    if (i % 2 == 0) join(problem, random);
    check(problem, ours, theirs);
  }
  EXPECT_LT(ours, 1.15 * theirs);  // three windows or so
}

// Twice a pod's cores cost less than a second pod that has to be started.
TEST(ReplicaSchedule, GrowsAPodWhereThatIsCheaperThanAnother) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.counts = 2;
  problem.sizes = {{1, 30}, {2, 30}};
  problem.windows.resize(2);
  problem.windows[0].risks = {0, 0, 0, 0};
  problem.windows[1].risks = {1, 0, 0, 0};
  const Schedule schedule = planFor(problem);
  EXPECT_EQ(schedule.counts, (std::vector<std::int32_t>{1, 1}));
  EXPECT_EQ(schedule.sizes, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_DOUBLE_EQ(schedule.cost, 180);
  EXPECT_DOUBLE_EQ(schedule.bound, 180);
}

TEST(ReplicaSchedule, WhereTheLimitCannotBeKeptHasTheFewestViolations) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.counts = 3;
  problem.windows.resize(2);
  problem.windows[0].risks = {1, 1, 0.5};
  problem.windows[1].risks = {1, 0.5, 0.5};
  const Schedule schedule = planFor(problem);
  EXPECT_EQ(schedule.counts, (std::vector<std::int32_t>{3, 2}));
  EXPECT_DOUBLE_EQ(schedule.violated, 1);
}

TEST(ReplicaSchedule, PlansWhatServesTheLoadThoughTheWindowIsOverAnyway) {
  RandomStream random(6, "test", "schedules");
  double ours = 0;
  double theirs = 0;
  for (int i = 0; i < 40; ++i) {
    ScheduleProblem problem = randomProblem(random);
    addSize(problem, random);
    for (ScheduleWindow& window : problem.windows) {
      const auto enough = static_cast<std::int32_t>(random.below(6));
      window.enough = {enough, enough / 2};
    }
    check(problem, ours, theirs);
  }
  EXPECT_LT(ours, 1.15 * theirs);
}

TEST(ReplicaSchedule, FallsAsFarAsTheGuardrailsLetIt) {
  ScheduleProblem problem;
  problem.counts = 31;
  problem.first = 30;
  problem.windows.resize(5);
  for (ScheduleWindow& window : problem.windows) window.risks.assign(31, 0);
  using Counts = std::vector<std::int32_t>;
  const auto falls = [&](double share, int decisions) {
    problem.stepDown = {share, decisions};
    return planFor(problem).counts;
  };
  EXPECT_EQ(falls(0, 1), (Counts{0, 0, 0, 0, 0}));
  EXPECT_EQ(falls(0.5, 1), (Counts{15, 8, 4, 2, 1}));
  EXPECT_EQ(falls(0.5, 2), (Counts{8, 2, 0, 0, 0}));
  EXPECT_EQ(falls(0.7, 1), (Counts{21, 15, 11, 8, 6}));
  EXPECT_EQ(falls(0.9, 1), (Counts{27, 25, 23, 21, 19}));
  EXPECT_EQ(falls(1, 1), (Counts{29, 28, 27, 26, 25}));
  problem.windows[1].seconds = 20;  // as far in a short one
  EXPECT_EQ(falls(0.5, 1), (Counts{15, 8, 4, 2, 1}));
}

TEST(ReplicaSchedule, SizesFallAsFarAsTheGuardrailsLetThemRoundedDown) {
  ScheduleProblem problem;
  problem.smallest = problem.counts = problem.first = 1;
  problem.sizes = {{1}, {1.5}, {2.25}, {3.375}, {5.0625}};
  problem.firstSize = 4;
  problem.windows.resize(4);
  for (ScheduleWindow& window : problem.windows) window.risks.assign(5, 0);
  using Sizes = std::vector<std::uint32_t>;
  const auto falls = [&](double share, int decisions) {
    problem.stepDown = {share, decisions};
    return planFor(problem).sizes;
  };
  EXPECT_EQ(falls(0, 1), (Sizes{0, 0, 0, 0}));
  EXPECT_EQ(falls(0.5, 1), (Sizes{2, 0, 0, 0}));    // 2.53, then 1.125
  EXPECT_EQ(falls(0.75, 1), (Sizes{3, 2, 1, 0}));   // 3.8, 2.53, ...
  EXPECT_EQ(falls(0.999, 1), (Sizes{3, 2, 1, 0}));  // a policy is slower
  EXPECT_EQ(falls(0.75, 2), (Sizes{2, 0, 0, 0}));   // 2.85, 1.27
}

// Two pods of the first size fit and sixteen are asked for: halving does not lead there.
TEST(ReplicaSchedule, FallsAtOnceWhereNothingIsPossibleInSteps) {
  ScheduleProblem problem;
  problem.smallest = 1;
  problem.counts = problem.first = 16;
  problem.stepDown = {0.5, 1};
  problem.sizes = {{1, 0, 2}};
  problem.windows.resize(3);
  for (ScheduleWindow& window : problem.windows) {
    window.risks.assign(16, 0);
    window.risks[0] = 1;
  }
  const Schedule schedule = planFor(problem);
  EXPECT_FALSE(schedule.stepsDown);
  EXPECT_TRUE(schedule.keepsLimit);
  EXPECT_EQ(schedule.counts, (std::vector<std::int32_t>{2, 2, 2}));
  EXPECT_DOUBLE_EQ(schedule.cost, 360);
  EXPECT_DOUBLE_EQ(schedule.bound, 360);
  EXPECT_EQ(schedule.violated, 0);
}

TEST(ReplicaSchedule, FallsAsTheGuardrailsRound) {
  KnobContext context;
  context.capability.maximum = Quantity::units(1000);
  context.capability.step = Quantity::units(1);
  context.capability.safe = SafeDirection::Up;
  for (const double down : {0.1, 0.3, 0.5, 0.7, 0.9, 1.0}) {
    GuardrailLimits limits;
    limits.maxStepDown = down;
    const auto lowestAfter = [&](std::int32_t count) {
      context.capability.current = Quantity::units(count);
      return guardValue(context, limits, Instant(1h), {}, Quantity::units(0)).value;
    };
    for (std::int32_t count = 0; count <= 300; ++count) {
      const double highest = highestBefore({1 - down, 1}, count);
      if (std::isinf(highest)) {
        EXPECT_EQ(lowestAfter(count + 1), Quantity::units(0)) << down;
        continue;
      }
      const auto from = static_cast<std::int32_t>(highest);
      EXPECT_LE(lowestAfter(from), Quantity::units(count)) << down;
      EXPECT_GT(lowestAfter(from + 1), Quantity::units(count)) << down;
    }
  }
}

TEST(ReplicaSchedule, OfNothingIsNothing) {
  EXPECT_TRUE(planFor({}).counts.empty());
}

TEST(ReplicaSchedule, IsGivenUpWhenAskedTo) {
  RandomStream random(7, "test", "schedules");
  EXPECT_FALSE(cheapest(randomProblem(random), [] { return true; }));
}

}  // namespace
}  // namespace evenkeel::evaluation
