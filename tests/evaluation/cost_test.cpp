#include "evaluation/cost.h"

#include <gtest/gtest.h>

#include <vector>

namespace evenkeel::evaluation {
namespace {

Instant at(int seconds) {
  return Instant{} + std::chrono::seconds(seconds);
}
const Resources kHalfCore{Quantity::millis(500), Quantity::units(1 << 30)};

TEST(Cost, FromTheRequestForAPodToItsEnd) {
  const std::vector<PodLife> pods{{at(10), at(110), kHalfCore},
                                  {at(100), at(130), {Quantity::units(2), Quantity::units(100)}}};
  const auto cost = costOf(pods, at(0), at(1000));
  EXPECT_DOUBLE_EQ(cost.podSeconds, 130);
  EXPECT_DOUBLE_EQ(cost.coreSeconds, 110);
  EXPECT_DOUBLE_EQ(cost.byteSeconds, 100.0 * (1 << 30) + 3000);
}

TEST(Cost, OnlyWithinTheJudgedTime) {
  const std::vector<PodLife> pods{{at(0), Instant::max(), kHalfCore},
                                  {Instant::min(), at(50), kHalfCore},
                                  {at(300), at(400), kHalfCore}};
  EXPECT_DOUBLE_EQ(costOf(pods, at(100), at(200)).podSeconds, 100);
  EXPECT_DOUBLE_EQ(costOf(pods, at(200), at(100)).podSeconds, 0);
}

TEST(Cost, MoneyByTheHour) {
  Cost cost{0, 7200, 3.0 * (1 << 30) * 3600, 1800, 3.6e6 * 5};
  EXPECT_DOUBLE_EQ(cost.money({0.04, 0.005, 0.5, 0.3}), 0.08 + 0.015 + 0.25 + 1.5);
  cost += cost;
  EXPECT_DOUBLE_EQ(cost.money({1, 0, 0, 0}), 4);
}

}  // namespace
}  // namespace evenkeel::evaluation
