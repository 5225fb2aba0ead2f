#include "evaluation/violations.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenkeel::evaluation {
namespace {

Violations of(std::vector<WindowCounts> windows) {
  return violationsOf(windows);
}

TEST(Violations, MoreThanFivePercentNotFive) {
  EXPECT_EQ(of({{1000, 50}, {1000, 51}, {1000, 0}}), (Violations{3, 1, 3000, 101}));
  EXPECT_NEAR(of({{1000, 50}, {1000, 51}, {1000, 0}}).percentOfWindows(), 100.0 / 3, 1e-12);
  EXPECT_NEAR(of({{1000, 50}, {1000, 51}, {1000, 0}}).percentOfRequests(), 101.0 / 30, 1e-12);
}

TEST(Violations, FourHundredRequestsStandAlone) {
  EXPECT_EQ(of({{400, 21}, {400, 20}, {400, 0}}).violated, 1);
  EXPECT_EQ(of({{400, 21}, {400, 20}, {400, 0}}).windows, 3);
}

TEST(Violations, QuietWindowsAreJoined) {
  // 399 + 1: one window of 400, 21 bad. Each alone would be 5.01 % and 100 %: two violations.
  EXPECT_EQ(of({{399, 20}, {1, 1}, {500, 0}}), (Violations{2, 1, 900, 21}));
  // A burst of errors in a quiet minute is seen against its neighbours.
  EXPECT_EQ(of({{300, 0}, {3, 3}, {300, 0}}), (Violations{1, 0, 603, 3}));
}

TEST(Violations, WhatIsLeftAtTheEndJoinsTheLast) {
  EXPECT_EQ(of({{500, 0}, {500, 0}, {100, 100}}), (Violations{2, 1, 1100, 100}));
  EXPECT_EQ(of({{500, 0}, {5, 5}, {0, 0}}), (Violations{1, 0, 505, 5}));
}

TEST(Violations, AShortWindowNeverStandsAlone) {
  EXPECT_EQ(of({{500, 0}, {600, 60, false}}), (Violations{1, 1, 1100, 60}));
  EXPECT_EQ(of({{600, 0, false}, {500, 60}, {500, 0}}), (Violations{2, 1, 1600, 60}));
  EXPECT_EQ(of({{600, 60, false}}), (Violations{1, 1, 600, 60}));  // all there is
}

TEST(Violations, JoinedWindowsBeginWhereTheirFirstDoes) {
  const std::vector<WindowCounts> windows{{500, 0}, {300, 1}, {0, 0}, {200, 2}, {450, 0}, {9, 9}};
  const auto together = joined(windows);
  ASSERT_EQ(together.size(), 3u);
  EXPECT_EQ(together[0].first, 0u);
  EXPECT_EQ(together[1].first, 1u);
  EXPECT_EQ(together[1].counts.requests, 500);
  EXPECT_EQ(together[2].first, 4u);
  EXPECT_EQ(together[2].counts.bad, 9);
}

TEST(Violations, FewOrNone) {
  EXPECT_EQ(of({{10, 1}}), (Violations{1, 1, 10, 1}));
  EXPECT_EQ(of({{0, 0}, {0, 0}}), Violations{});
  EXPECT_EQ(of({}), Violations{});
  EXPECT_EQ(of({}).percentOfWindows(), 0);
  EXPECT_EQ(of({}).percentOfRequests(), 0);
}

}  // namespace
}  // namespace evenkeel::evaluation
