#include "base/random.h"

#include <gtest/gtest.h>

#include <functional>

namespace evenkeel {
namespace {

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments momentsOf(int n, const std::function<double()>& draw) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  const double mean = sum / n;
  return {mean, squares / n - mean * mean};
}

TEST(RandomStream, SameNameSameNumbersAndOtherNamesOthers) {
  RandomStream a(1, "pod-1", "service");
  RandomStream b(1, "pod-1", "service");
  RandomStream c(1, "pod-1", "arrival");
  RandomStream d(2, "pod-1", "service");
  RandomStream e(1, "pod-1s", "ervice");
  const auto first = a.bits();
  EXPECT_EQ(first, b.bits());
  EXPECT_NE(first, c.bits());
  EXPECT_NE(first, d.bits());
  EXPECT_NE(first, e.bits());
}

// Tolerances: five standard errors of the estimate at n = 200,000.
constexpr int kDraws = 200'000;

TEST(RandomStream, MomentsOfEveryDistribution) {
  RandomStream r(7, "test", "moments");
  auto m = momentsOf(kDraws, [&] { return r.uniform(); });
  EXPECT_NEAR(m.mean, 0.5, 0.004);
  EXPECT_NEAR(m.variance, 1.0 / 12, 0.001);
  m = momentsOf(kDraws, [&] { return r.exponential(2.0); });
  EXPECT_NEAR(m.mean, 2.0, 0.023);
  EXPECT_NEAR(m.variance, 4.0, 0.13);
  m = momentsOf(kDraws, [&] { return r.normal(-1.0, 3.0); });
  EXPECT_NEAR(m.mean, -1.0, 0.034);
  EXPECT_NEAR(m.variance, 9.0, 0.15);
  m = momentsOf(kDraws, [&] { return r.logNormal(5.0, 0.5); });
  EXPECT_NEAR(m.mean, 5.0, 0.03);
  EXPECT_NEAR(m.variance, 6.25, 0.3);
  for (const double shape : {0.3, 1.0, 4.5}) {
    m = momentsOf(kDraws, [&] { return r.gamma(shape, 2.0); });
    EXPECT_NEAR(m.mean, shape * 2, 0.012 * 2 * std::sqrt(shape));
    EXPECT_NEAR(m.variance, shape * 4, 0.05 * shape * 4);
  }
  m = momentsOf(kDraws, [&] { return r.pareto(5.0, 2.0); });
  EXPECT_NEAR(m.mean, 2.5, 0.01);
  for (const double mean : {0.4, 9.9, 10.1, 250.0}) {
    m = momentsOf(kDraws, [&] { return static_cast<double>(r.poisson(mean)); });
    EXPECT_NEAR(m.mean, mean, 5 * std::sqrt(mean / kDraws));
    EXPECT_NEAR(m.variance, mean, 0.03 * mean);
  }
  m = momentsOf(kDraws, [&] { return static_cast<double>(r.below(6)); });
  EXPECT_NEAR(m.mean, 2.5, 0.02);
  EXPECT_NEAR(m.variance, 35.0 / 12, 0.03);
}

}  // namespace
}  // namespace evenkeel
