#include "evaluation/bounds/violation_risk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace evenkeel::evaluation {
namespace {

TEST(ViolationRisk, IsTheTailOfTheCount) {
  // Of 1,000 requests 50 may be bad. A variance of mean² makes the gamma variable exponential.
  EXPECT_NEAR(violationRisk(BadCount{25, 625}, 1000, Chance::Counted), std::exp(-2), 1e-12);
  EXPECT_EQ(violationRisk(BadCount{25, 625}, 1000, Chance::Mean), 0);
  EXPECT_EQ(violationRisk(BadCount{51, 625}, 1000, Chance::Mean), 1);
  EXPECT_EQ(violationRisk(BadCount{0, 0}, 1000, Chance::Counted), 0);
  EXPECT_EQ(violationRisk(BadCount{0, 0}, 0, Chance::Counted), 0);
  // Near its mean and with little variance as good as normal.
  EXPECT_NEAR(violationRisk(BadCount{40'000, 40'000}, 800'000 + 4'000, Chance::Counted), 0.1587,
              1e-3);
}

TEST(ViolationRisk, MarksAddUpToWhatTheWindowMayHave) {
  const std::vector<double> bad{0.3, 0.3, 0.3, 2.1, 0, 17};  // of 20 allowed, all together
  const auto marks = marksOf(bad, 400, 100);
  EXPECT_EQ(marks, (std::vector<std::uint16_t>{2, 1, 2, 10, 0, 85}));
  EXPECT_EQ(std::accumulate(marks.begin(), marks.end(), 0), 100);
  EXPECT_EQ(marksOf({0, 0}, 0, 100), (std::vector<std::uint16_t>{0, 0}));
}

TEST(ViolationRisk, OfSumsInTheMeanIsCertainBeyondTheLimit) {
  const auto risks = risksOfSums({{{5, 1}}, {{40, 1}}}, {400}, 100, Chance::Mean);
  ASSERT_EQ(risks.size(), sumsFor(100));
  EXPECT_EQ(risks[100], 0);
  EXPECT_EQ(risks[101], 1);
  EXPECT_EQ(risks.back(), 1);
}

// All ways of having one of three counts in each of five minutes under a steady rate: the risk by
// marks against that of the sums themselves.
TEST(ViolationRisk, OfSumsIsThatOfTheMix) {
  constexpr int kMinutes = 5;
  const std::vector<BadCount> minute{{12, 60}, {3.5, 10}, {0.8, 1.4}};
  constexpr double kArrived = 500;
  std::vector<BadCounts> options;
  std::vector<std::vector<std::uint16_t>> marks;
  for (const BadCount& one : minute) {
    options.push_back({{kMinutes * one.mean, kMinutes * one.variance}});
    marks.push_back(marksOf(std::vector<double>(kMinutes, one.mean), kArrived, 100));
  }
  const auto risks = risksOfSums(options, {kArrived}, 100, Chance::Counted);
  for (int way = 0; way < 3 * 3 * 3 * 3 * 3; ++way) {
    std::size_t sum = 0;
    BadCount bad;
    int most = 0;
    int least = 2;
    for (int m = 0, rest = way; m < kMinutes; ++m, rest /= 3) {
      const int count = rest % 3;
      const auto c = static_cast<std::size_t>(count);
      sum += marks[c][static_cast<std::size_t>(m)];
      bad.mean += minute[c].mean;
      bad.variance += minute[c].variance;
      most = std::max(most, count);
      least = std::min(least, count);
    }
    const double exact = violationRisk(bad, kArrived, Chance::Counted);
    const double marked = risks[std::min(sum, risks.size() - 1)];
    // A mark more or less, and of a mix of the outer two the variance of the middle one.
    const double tolerance = most - least < 2 ? 0.03 : 0.1;
    EXPECT_NEAR(marked, exact, tolerance) << way;
  }
  for (std::size_t s = 1; s < risks.size(); ++s) EXPECT_GE(risks[s], risks[s - 1]);
}

}  // namespace
}  // namespace evenkeel::evaluation
