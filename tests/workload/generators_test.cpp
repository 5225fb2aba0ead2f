#include "workload/generators.h"

#include <gtest/gtest.h>

#include <limits>

namespace evenkeel {
namespace {

Instant at(double seconds) {
  return Instant{} + fromSeconds(seconds);
}
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Generators, Steady) {
  const auto i = intensityOf(SteadyLoad{40}, 1h);
  ASSERT_TRUE(i);
  EXPECT_EQ(i->segments().size(), 1u);
  EXPECT_EQ(i->rateAt(at(1800)), 40);
  EXPECT_EQ(i->end(), at(3600));
}

TEST(Generators, RampIsLinearBetweenItsTimes) {
  const auto i = intensityOf(RampLoad{10, 110, 60s, 160s}, 300s);
  ASSERT_TRUE(i);
  EXPECT_EQ(i->rateAt(at(30)), 10);
  EXPECT_NEAR(i->rateAt(at(60.5)), 10.5, 1e-9);
  EXPECT_NEAR(i->rateAt(at(110.9)), 60.5, 1e-9);  // that of its second's middle
  EXPECT_EQ(i->rateAt(at(160)), 110);
  EXPECT_EQ(i->end(), at(300));
  EXPECT_EQ(intensityOf(RampLoad{10, 110, 60s, 60s}, 300s)->rateAt(at(60)), 110);
}

TEST(Generators, StepIsExactWhereverItFalls) {
  const auto i = intensityOf(StepLoad{10, 30, 1500ms}, 10s);
  ASSERT_TRUE(i);
  EXPECT_EQ(i->rateAt(at(1.499)), 10);
  EXPECT_EQ(i->rateAt(at(1.5)), 30);
  EXPECT_EQ(intensityOf(StepLoad{10, 30, 20s}, 10s)->peak(), 10);
}

TEST(Generators, DiurnalIsLowestAtTheStartAndKeepsItsMean) {
  const auto i = intensityOf(DiurnalLoad{100, 80, 24h}, 48h);
  ASSERT_TRUE(i);
  EXPECT_NEAR(i->mean(), 100, 1e-6);
  EXPECT_NEAR(i->rateAt(at(0)), 20, 1e-3);
  EXPECT_NEAR(i->rateAt(at(12 * 3600)), 180, 1e-3);
  EXPECT_NEAR(i->rateAt(at(6 * 3600)), 100, 0.1);
  EXPECT_NEAR(i->rateAt(at(30 * 3600)), 100, 0.1);
}

TEST(Generators, FlashCrowdRisesHoldsAndDecays) {
  const auto i = intensityOf(FlashCrowdLoad{10, 110, 100s, 20s, 60s, 50s}, 1000s);
  ASSERT_TRUE(i);
  EXPECT_EQ(i->rateAt(at(99)), 10);
  EXPECT_NEAR(i->rateAt(at(110.2)), 62.5, 1e-9);
  EXPECT_EQ(i->rateAt(at(150)), 110);
  EXPECT_NEAR(i->rateAt(at(230.5)), 10 + 100 * 0.364218979, 1e-6);  // e^-1.01
  EXPECT_NEAR(i->rateAt(at(999)), 10, 1e-5);
}

TEST(Generators, LongLoadsStayBounded) {
  const auto i = intensityOf(DiurnalLoad{100, 80, 24h}, 24h * 3650);
  ASSERT_TRUE(i);
  EXPECT_LE(i->segments().size(), 100'000u);
  EXPECT_EQ(i->end() - Instant{}, Duration(24h * 3650));
}

TEST(Generators, RefuseWhatIsNoLoad) {
  EXPECT_FALSE(intensityOf(SteadyLoad{-1}, 1h));
  EXPECT_FALSE(intensityOf(SteadyLoad{kNaN}, 1h));
  EXPECT_FALSE(intensityOf(SteadyLoad{1e308}, 1h));
  EXPECT_FALSE(intensityOf(SteadyLoad{1}, 0s));
  EXPECT_FALSE(intensityOf(SteadyLoad{1}, -1s));
  EXPECT_FALSE(intensityOf(SteadyLoad{1}, Duration::max()));
  EXPECT_FALSE(intensityOf(RampLoad{1, 2, 10s, 5s}, 1h));
  EXPECT_FALSE(intensityOf(RampLoad{1, -2, 5s, 10s}, 1h));
  EXPECT_FALSE(intensityOf(StepLoad{1, 2, -1s}, 1h));
  EXPECT_FALSE(intensityOf(DiurnalLoad{10, 11, 24h}, 1h));
  EXPECT_FALSE(intensityOf(DiurnalLoad{10, kNaN, 24h}, 1h));
  EXPECT_FALSE(intensityOf(DiurnalLoad{10, 5, 0s}, 1h));
  EXPECT_FALSE(intensityOf(FlashCrowdLoad{1, 2, 0s, 1s, 1s, 0s}, 1h));
  EXPECT_FALSE(intensityOf(FlashCrowdLoad{1, 2, 0s, -1s, 1s, 1s}, 1h));
}

}  // namespace
}  // namespace evenkeel
