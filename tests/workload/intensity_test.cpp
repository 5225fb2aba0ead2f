#include "workload/intensity.h"

#include <gtest/gtest.h>

#include <limits>

namespace evenkeel {
namespace {

constexpr Instant at(double seconds) {
  return Instant{} + Duration(static_cast<std::int64_t>(seconds * 1e9));
}

Intensity of(std::initializer_list<std::pair<double, double>> lengthsAndRates) {
  Intensity intensity;
  for (const auto& [seconds, rate] : lengthsAndRates) {
    EXPECT_TRUE(intensity.append(fromSeconds(seconds), rate));
  }
  return intensity;
}

TEST(Intensity, IsConstantWithinASegmentAndJumpsAtItsEnd) {
  const auto i = of({{60, 10}, {60, 50}});
  EXPECT_EQ(i.rateAt(at(0)), 10);
  EXPECT_EQ(i.rateAt(at(59.999)), 10);  // nothing of the next minute shows before it begins
  EXPECT_EQ(i.rateAt(at(60)), 50);
  EXPECT_EQ(i.rateAt(at(119.999)), 50);
}

TEST(Intensity, IsZeroOutside) {
  const auto i = of({{60, 10}});
  EXPECT_EQ(i.rateAt(at(-1)), 0);
  EXPECT_EQ(i.rateAt(at(60)), 0);
  EXPECT_EQ(Intensity{}.rateAt(at(0)), 0);
  EXPECT_EQ(Intensity{}.mean(), 0);
}

TEST(Intensity, MeanIsOverTime) {
  const auto i = of({{90, 10}, {10, 110}});
  EXPECT_DOUBLE_EQ(i.mean(), 20);
  EXPECT_DOUBLE_EQ(i.peak(), 110);
}

TEST(Intensity, RefusesWhatIsNoRate) {
  Intensity i;
  EXPECT_FALSE(i.append(1s, -1));
  EXPECT_FALSE(i.append(1s, std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(i.append(1s, 1e308));
  EXPECT_FALSE(i.append(0s, 1));
  EXPECT_FALSE(i.append(-1s, 1));
  EXPECT_FALSE(i.append(Duration::max(), 1));
  EXPECT_TRUE(i.empty());
  EXPECT_TRUE(i.append(Intensity::kMaxLength, 1));
  EXPECT_FALSE(i.append(Duration(1), 1));
}

TEST(Intensity, ScalesRatesAndStretchesTime) {
  const auto i = of({{60, 10}, {30, 4}});
  EXPECT_EQ(*i.scaled(2.5), of({{60, 25}, {30, 10}}));
  EXPECT_EQ(*i.stretched(2), of({{120, 10}, {60, 4}}));
  EXPECT_EQ(*i.stretched(0.5), of({{30, 10}, {15, 4}}));
  EXPECT_FALSE(i.scaled(-1));
  EXPECT_FALSE(i.scaled(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(i.stretched(0));
  EXPECT_FALSE(i.stretched(1e-12));
  EXPECT_FALSE(i.stretched(1e300));
  EXPECT_FALSE(i.stretched(std::numeric_limits<double>::quiet_NaN()));
}

TEST(Intensity, StretchingDoesNotAddUpRounding) {
  Intensity seconds;
  for (int k = 0; k < 3000; ++k) ASSERT_TRUE(seconds.append(1s, k % 7));
  EXPECT_EQ(seconds.stretched(1.0 / 3)->end(), at(1000));
}

TEST(Intensity, SliceBeginsAtZero) {
  const auto i = of({{60, 10}, {60, 50}, {60, 20}});
  EXPECT_EQ(i.slice(at(30), at(130)), of({{30, 10}, {60, 50}, {10, 20}}));
  EXPECT_EQ(i.slice(at(60), at(120)), of({{60, 50}}));
  EXPECT_EQ(i.slice(at(-5), at(1000)), i);
  EXPECT_TRUE(i.slice(at(180), at(200)).empty());
  EXPECT_TRUE(i.slice(at(50), at(40)).empty());
}

TEST(Intensity, TrainingIsTheFirstSixtyPercentInWholeIntervals) {
  EXPECT_EQ(trainingEnd(of({{60, 1}, {60, 1}, {60, 1}, {60, 1}, {60, 1}})), at(180));
  EXPECT_EQ(trainingEnd(of({{60, 1}, {60, 1}, {60, 1}})), at(60));  // 108 s would cut the second
  EXPECT_EQ(trainingEnd(of({{100, 1}})), at(60));
}

}  // namespace
}  // namespace evenkeel
