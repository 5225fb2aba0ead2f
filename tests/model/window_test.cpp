#include "model/window.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenkeel {
namespace {

Instant at(int seconds) {
  return Instant{} + std::chrono::seconds(seconds);
}

Sample sample(int seconds, double value) {
  return {SeriesId{1}, at(seconds), Duration{15s}, value};
}

std::vector<double> valuesOf(const Window& window) {
  std::vector<double> values;
  for (std::size_t i = 0; i < window.size(); ++i) values.push_back(window[i].value);
  return values;
}

TEST(Window, WithoutASpanKeepsTheNewestAlone) {
  Window window;
  EXPECT_TRUE(window.empty());
  EXPECT_EQ(window.latest(), nullptr);
  for (const int time : {10, 20, 15}) window.add(sample(time, time));
  EXPECT_EQ(valuesOf(window), std::vector<double>{20});
}

TEST(Window, KeepsWhatIsWithinItsSpanOfTheNewest) {
  Window window(30s);
  for (const int time : {0, 10, 20, 30}) window.add(sample(time, time));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{0, 10, 20, 30}));
  window.add(sample(41, 41));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{20, 30, 41}));
  window.add(sample(500, 500));
  EXPECT_EQ(valuesOf(window), std::vector<double>{500});
}

TEST(Window, ALateSampleTakesItsPlaceUnlessItIsOlderThanAll) {
  Window window(100s);
  for (const int time : {10, 30, 50}) window.add(sample(time, time));
  window.add(sample(20, 20));
  window.add(sample(40, 40));
  window.add(sample(5, 5));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{10, 20, 30, 40, 50}));
}

TEST(Window, ASecondSampleOfOneTimeReplacesTheFirst) {
  Window window(100s);
  for (const int time : {10, 20, 30}) window.add(sample(time, time));
  window.add(sample(10, -1));
  window.add(sample(20, -2));
  window.add(sample(30, -3));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{-1, -2, -3}));
}

TEST(Window, IsBoundedInNumber) {
  Window window(1000s, 3);
  for (const int time : {1, 2, 4, 5}) window.add(sample(time, time));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{2, 4, 5}));
  window.add(sample(3, 3));
  EXPECT_EQ(valuesOf(window), (std::vector<double>{3, 4, 5}));
}

TEST(Window, SummarisesWhatWasMeasuredAfterAMoment) {
  Window window(100s);
  for (const int time : {10, 20, 30}) window.add(sample(time, time));
  EXPECT_EQ(window.mean(at(10)), 25);
  EXPECT_EQ(window.max(at(10)), 30);
  EXPECT_EQ(window.mean(at(30)), std::nullopt);
  EXPECT_EQ(window.max(at(30)), std::nullopt);
}

TEST(Window, TheNewestIsFreshUpToAnAge) {
  Window window;
  EXPECT_EQ(window.fresh(at(0), 10s), nullptr);
  window.add(sample(10, 1));
  EXPECT_NE(window.fresh(at(20), 10s), nullptr);
  EXPECT_EQ(window.fresh(at(21), 10s), nullptr);
}

}  // namespace
}  // namespace evenkeel
