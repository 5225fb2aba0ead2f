#include "evaluation/bounds/planned_windows.h"

#include <gtest/gtest.h>

#include "evaluation/violations.h"
#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::minutes;

PlannedWindows planned(double rate, Duration duration, Duration warmUp) {
  Scenario scenario;
  scenario.duration = duration;
  scenario.warmUp = warmUp;
  scenario.loads = {{"shop", SteadyLoad{rate}}};
  const auto load = intensitiesOf(scenario.loads, duration);
  EXPECT_TRUE(load);
  return plannedWindows(scenario, load->front());
}

// What violations.h makes of as many requests as are expected.
std::vector<std::size_t> asJudged(const PlannedWindows& planned) {
  std::vector<WindowCounts> counts;
  std::size_t before = 0;
  for (const PlannedWindow& window : planned.windows) {
    if (!window.judged) {
      ++before;
      continue;
    }
    counts.push_back({static_cast<std::int64_t>(window.expected() + 0.5), 0, window.seconds >= 60});
  }
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < before; ++i) ends.push_back(i);
  const std::vector<JoinedWindow> joinedWindows = joined(counts);
  for (std::size_t i = 0; i < joinedWindows.size(); ++i) {
    const std::size_t next =
        i + 1 < joinedWindows.size() ? joinedWindows[i + 1].first : counts.size();
    ends.push_back(before + next - 1);
  }
  return ends;
}

TEST(PlannedWindows, AreThoseByWhichARunIsJudged) {
  for (const double rate : {0.5, 2.0, 3.5, 6.0, 7.0, 50.0}) {
    for (const Duration duration : {Duration(minutes(10)), Duration(630s), Duration(90s)}) {
      for (const Duration warmUp : {Duration(0s), Duration(minutes(2)), Duration(75s)}) {
        const PlannedWindows windows = planned(rate, duration, warmUp);
        EXPECT_EQ(windows.ends, asJudged(windows))
            << rate << ' ' << toSeconds(duration) << ' ' << toSeconds(warmUp);
      }
    }
  }
}

TEST(PlannedWindows, BeginAnewWhereTheWarmUpEnds) {
  const PlannedWindows plan = planned(10, minutes(4), 90s);
  ASSERT_EQ(plan.windows.size(), 5u);
  EXPECT_DOUBLE_EQ(plan.windows[1].seconds, 30);
  EXPECT_FALSE(plan.windows[1].judged);
  EXPECT_EQ(plan.windows[2].begin, Instant(90s));
  EXPECT_DOUBLE_EQ(plan.windows[4].seconds, 30);  // joined to the one before it
  EXPECT_EQ(plan.ends, (std::vector<std::size_t>{0, 1, 2, 4}));
}

}  // namespace
}  // namespace evenkeel::evaluation
