#include "simulation/arrivals.h"

#include <gtest/gtest.h>

namespace evenkeel::simulation::test {
namespace {

TEST(ArrivalWindows, ARequestBelongsToTheWindowOfItsArrivalWheneverItEnds) {
  ArrivalWindows windows(10);
  windows.cut(100);
  windows.cut(200);
  for (const Nanoseconds arrival : {0, 99, 100, 150, 160}) windows.arrived(arrival);
  windows.ended(0, 5, false);
  windows.ended(99, 109, false);   // as long as the limit: not slower
  windows.ended(100, 111, false);  // slower
  windows.ended(150, 250, true);
  EXPECT_EQ(windows.at(165, {}), (std::vector<Arrivals>{{2, 0, 0, 0, 0}, {3, 1, 1, 1, 0}, {}}));
}

TEST(ArrivalWindows, WhatHasNotEndedIsJudgedOnceItIsOlderThanTheLimit) {
  ArrivalWindows windows(10);
  for (const Nanoseconds arrival : {0, 3, 4}) windows.arrived(arrival);
  windows.ended(0, 1, false);
  const std::vector<Nanoseconds> unfinished{3, 4};
  const Arrivals young = windows.at(13, unfinished)[0];
  EXPECT_EQ(young.judged(), 1);
  EXPECT_EQ(young.bad(), 0);
  const Arrivals one = windows.at(14, unfinished)[0];
  EXPECT_EQ(one.judged(), 2);
  EXPECT_EQ(one.bad(), 1);
  const Arrivals both = windows.at(15, unfinished)[0];
  EXPECT_EQ(both.judged(), 3);
  EXPECT_EQ(both.bad(), 2);
}

TEST(ArrivalWindows, FindsWindowsOfLongAgo) {
  ArrivalWindows windows(kNever);
  for (Nanoseconds begin = 100; begin <= 1000; begin += 100) windows.cut(begin);
  for (Nanoseconds arrival = 50; arrival < 1000; arrival += 100) windows.arrived(arrival);
  for (Nanoseconds arrival = 50; arrival < 1000; arrival += 200) windows.ended(arrival, 1005, true);
  const auto counts = windows.at(1005, {});
  ASSERT_EQ(counts.size(), 11u);
  for (std::size_t w = 0; w < 10; ++w) {
    EXPECT_EQ(counts[w], w % 2 == 0 ? (Arrivals{1, 1, 0, 0, 0}) : (Arrivals{1, 0, 0, 1, 0})) << w;
  }
}

TEST(ArrivalWindows, WithoutALimitOnlyFailuresAreBad) {
  ArrivalWindows windows(kNever);
  windows.arrived(0);
  windows.arrived(1);
  windows.ended(0, 1'000'000'000'000, false);
  const std::vector<Nanoseconds> unfinished{1};
  const Arrivals counts = windows.at(2'000'000'000'000, unfinished)[0];
  EXPECT_EQ(counts.judged(), 1);
  EXPECT_EQ(counts.bad(), 0);
}

}  // namespace
}  // namespace evenkeel::simulation::test
