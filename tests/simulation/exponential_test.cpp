#include "simulation/exponential.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "simulation/service_sampler.h"

namespace evenkeel::simulation {
namespace {

// Kolmogorov and Smirnov: the largest distance to 1 - exp(-x), at the 0.1 % level.
TEST(Exponential, HasTheDistribution) {
  constexpr std::size_t kDraws = 1'000'000;
  RandomStream random(5, "exponential", "test");
  std::vector<double> draws(kDraws);
  for (double& x : draws) x = drawExponential(random);
  std::sort(draws.begin(), draws.end());
  double distance = 0;
  for (std::size_t i = 0; i < kDraws; ++i) {
    const double cdf = -std::expm1(-draws[i]);
    distance = std::max({distance, std::abs(cdf - static_cast<double>(i) / kDraws),
                         std::abs(cdf - static_cast<double>(i + 1) / kDraws)});
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(static_cast<double>(kDraws)));
  EXPECT_GE(draws.front(), 0);
  EXPECT_GT(draws.back(), 10);  // the tail beyond the last layer is reached
}

TEST(Exponential, LayersHaveEqualArea) {
  const ExponentialTable& table = kExponentialTable;
  for (std::size_t i = 1; i < 256; ++i) {
    EXPECT_GT(table.x[i], table.x[i + 1]);
    EXPECT_NEAR(table.x[i] * (table.f[i + 1] - table.f[i]), 0.0039496598225815571993, 1e-9) << i;
  }
}

TEST(ServiceSampler, HasMeanAndSpread) {
  struct Case {
    ServiceTime time;
    double cv;
  };
  const std::vector<Case> cases{
      {{DistributionKind::Deterministic, 20ms, 1, {}}, 0},
      {{DistributionKind::Exponential, 20ms, 1, {}}, 1},
      {{DistributionKind::LogNormal, 20ms, 0.8, {}}, 0.8},
      {{DistributionKind::Gamma, 20ms, 0.5, {}}, 0.5},
      {{DistributionKind::Gamma, 20ms, 1.5, {}}, 1.5},
      {{DistributionKind::Hyperexponential, 20ms, 2, {}}, 2},
      {{DistributionKind::Hyperexponential, 20ms, 0.5, {}}, 1},  // cannot be: exponential
      {{DistributionKind::Empirical, 1ms, 1, {10ms, 30ms}}, 0.5},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(static_cast<int>(c.time.kind));
    ServiceSampler sampler(c.time, RandomStream(3, "sampler", "test"));
    constexpr int kDraws = 400'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double ms = sampler.draw() * 1e-6;
      sum += ms;
      squares += ms * ms;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, 20, 0.25);
    EXPECT_NEAR(std::sqrt(std::max(0.0, squares / kDraws - mean * mean)) / 20, c.cv, 0.03);
    EXPECT_NEAR(sampler.mean(), 20e6, 1);
  }
}

}  // namespace
}  // namespace evenkeel::simulation
