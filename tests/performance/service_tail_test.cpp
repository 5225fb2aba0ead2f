#include "performance/service_tail.h"

#include <gtest/gtest.h>

#include <cmath>

#include "performance/gamma_tail.h"

namespace evenkeel::performance {
namespace {

TEST(GammaTail, IsTheErlangTailForWholeShapes) {
  EXPECT_NEAR(gammaExceeds(1, 2), std::exp(-2.0), 1e-13);
  EXPECT_NEAR(gammaExceeds(3, 2), std::exp(-2.0) * (1 + 2 + 2), 1e-13);
  EXPECT_NEAR(gammaExceeds(0.5, 1), std::erfc(1.0), 1e-12);
  EXPECT_EQ(gammaExceeds(2, 0), 1);
  EXPECT_LT(gammaExceeds(200, 400), 1e-20);
}

// The mean is the integral of the tail, and the second moment that of 2·t·tail.
TEST(ServiceTail, HasTheMeanAndSpreadThatWereAskedFor) {
  using enum DistributionKind;
  for (const auto kind : {Deterministic, Exponential, LogNormal, Gamma, Hyperexponential}) {
    const double cv = kind == Hyperexponential ? 2 : kind == LogNormal || kind == Gamma ? 0.5 : 1;
    const ServiceTail tail(ServiceTime{kind, 50ms, cv, {}});
    double mean = 0;
    double squares = 0;
    constexpr double kStep = 1e-4;
    for (double t = kStep / 2; t < 5; t += kStep) {
      mean += kStep * tail.exceeds(t);
      squares += 2 * t * kStep * tail.exceeds(t);
    }
    EXPECT_NEAR(mean, 0.05, 1e-4) << static_cast<int>(kind);
    EXPECT_NEAR(squares / (mean * mean) - 1, tail.cv() * tail.cv(), 0.02) << static_cast<int>(kind);
  }
}

TEST(ServiceTail, OfValuesCountsThem) {
  const ServiceTail tail(
      ServiceTime{DistributionKind::Empirical, 10ms, 1, {10ms, 30ms, 20ms, 20ms}});
  EXPECT_NEAR(tail.mean(), 0.02, 1e-12);
  EXPECT_EQ(tail.exceeds(0.02), 0.25);
  EXPECT_EQ(tail.exceeds(0.019), 0.75);
}

}  // namespace
}  // namespace evenkeel::performance
