#include "evaluation/history/usage_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/history/size_advice.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Used = UsageHistory::Used;
using Peak = UsageHistory::Peak;

TEST(UsageHistory, AddsUpPodsAndContainers) {
  UsageHistory history(minutes(5), 4);
  EXPECT_EQ(history.firstMoment(), std::nullopt);
  EXPECT_EQ(history.completeness(), 0);
  history.addCpu("main", 1, std::vector<Used>{{1, 0.5}, {3, 0.25}});
  history.addCpu("main", 1, std::vector<Used>{{3, 0.5}});
  history.addCpu("side", 1, std::vector<Used>{{1, 0.125}, {3, 0.125}});
  EXPECT_EQ(history.demand(0), std::nullopt);
  EXPECT_EQ(history.demand(1), 0.625);
  EXPECT_EQ(history.demand(2), std::nullopt);
  EXPECT_EQ(history.demand(3), 0.875);
  EXPECT_EQ(history.pods(1), 1u);
  EXPECT_EQ(history.pods(3), 2u) << "containers of one pod are no pods";
  EXPECT_EQ(history.firstMoment(), 1u);
  EXPECT_DOUBLE_EQ(history.completeness(), 2.0 / 3);
  EXPECT_EQ(history.containers().size(), 2u);
}

TEST(UsageHistory, NothingIsNoUse) {
  UsageHistory history(minutes(5), 4);
  history.addCpu("main", 1, {});
  EXPECT_TRUE(history.containers().empty());
}

TEST(UsageHistory, ALifeBeginsWithTheFirstPodWhicheverComesFirst) {
  UsageHistory history(hours(1), 100);
  history.addCpu("main", 1, std::vector<Used>{{50, 1.0}});
  history.addCpu("main", 1, std::vector<Used>{{2, 1.0}, {99, 1.0}});
  EXPECT_EQ(history.containers().at("main").first, Instant(hours(2)));
  EXPECT_EQ(history.containers().at("main").last, Instant(hours(99)));
}

TEST(SizeAdvice, IsThatOfTheRecommender) {
  UsageHistory history(minutes(5), 2016);
  std::vector<Used> used;
  for (std::size_t i = 0; i < 2016; ++i) used.push_back({i, i % 10 == 0 ? 1.0 : 0.1});
  history.addCpu("main", 1, used);
  history.addMemory("main", std::vector<Peak>{{Instant{}, 1e9}, {Instant(hours(24)), 2e9}});
  const SizeAdvice advice = adviseSize(history);
  ASSERT_TRUE(advice.cpu && advice.memory);
  const vpa::Recommendation expected = vpa::recommend(history.containers().at("main"), {});
  EXPECT_EQ(advice.pod.target, expected.target);
  EXPECT_EQ(advice.containers.at("main").upper, expected.upper);
  // The newer peak counts double: the 90th percentile is in its bucket, and 15 % on top.
  EXPECT_NEAR(advice.pod.target.memory, 2e9 * 1.15, 0.06 * 2e9 * 1.15);
}

TEST(SizeAdvice, ContainersShareThePodsMinimum) {
  UsageHistory history(minutes(5), 10);
  for (const char* name : {"main", "side"}) {
    history.addCpu(name, 0.1, std::vector<Used>{{0, 0.001}});
    history.addMemory(name, std::vector<Peak>{{Instant{}, 1000}});
  }
  const SizeAdvice advice = adviseSize(history);
  EXPECT_DOUBLE_EQ(advice.pod.target.cpu, 0.025);
  EXPECT_DOUBLE_EQ(advice.pod.target.memory, 250.0 * (1 << 20));
}

}  // namespace
}  // namespace evenkeel::evaluation
