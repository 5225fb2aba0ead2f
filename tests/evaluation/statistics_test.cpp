#include "evaluation/statistics.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

// Student's own example (Biometrika, 1908): extra hours of sleep of ten patients with two drugs.
// Mean of the differences 1.58, deviation 1.23; 95 % interval 0.70 to 2.46.
const std::vector<double> kFirst{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kSecond{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Statistics, StudentsSleepData) {
  EXPECT_NEAR(summarize(kFirst).mean, 0.75, 1e-12);
  EXPECT_NEAR(*summarize(kFirst).deviation, 1.789, 5e-4);
  const auto paired = summarize(differences(kSecond, kFirst));
  EXPECT_EQ(paired.count, 10u);
  EXPECT_NEAR(paired.mean, 1.58, 1e-12);
  EXPECT_NEAR(*paired.deviation, 1.23, 5e-4);
  EXPECT_NEAR(paired.interval->low, 0.70, 5e-3);
  EXPECT_NEAR(paired.interval->high, 2.46, 5e-3);
  EXPECT_NEAR(paired.median, 1.3, 1e-12);
}

TEST(Statistics, MedianOfOddAndEven) {
  EXPECT_EQ(summarize(std::vector{3.0, 1.0, 100.0}).median, 3);
  EXPECT_EQ(summarize(std::vector{4.0, 1.0, 2.0, 100.0}).median, 3);
}

TEST(Statistics, OneValueHasNoSpread) {
  const auto one = summarize(std::vector{7.0});
  EXPECT_EQ(one.mean, 7);
  EXPECT_EQ(one.median, 7);
  EXPECT_FALSE(one.deviation);
  EXPECT_FALSE(one.interval);
  EXPECT_EQ(summarize({}).count, 0u);
}

TEST(Statistics, OrderMakesNoDifferenceToAByte) {
  const std::vector<double> a{0.1, 1e16, 0.3, -1e16, 0.7};
  const std::vector<double> b{-1e16, 0.7, 0.3, 1e16, 0.1};
  EXPECT_EQ(summarize(a), summarize(b));
}

TEST(Statistics, StudentsQuantilesAsTabled) {
  EXPECT_NEAR(studentT95(1), 12.706, 1e-3);
  EXPECT_NEAR(studentT95(5), 2.571, 1e-3);
  EXPECT_NEAR(studentT95(40), 2.021, 1e-3);
  EXPECT_NEAR(studentT95(120), 1.980, 1e-3);
  EXPECT_NEAR(studentT95(1'000'000), 1.960, 1e-3);
}

}  // namespace
}  // namespace evenkeel::evaluation
