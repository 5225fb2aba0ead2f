#include "evaluation/cost.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

TEST(Cost, MoneyByTheHour) {
  const simulation::Cost cost{.coreSeconds = 7200,
                              .byteSeconds = 3.0 * (1 << 30) * 3600,
                              .nodeSeconds = 1800,
                              .joules = 3.6e6 * 5};
  EXPECT_DOUBLE_EQ(moneyOf(cost, {0.04, 0.005, 0.5, 0.3}), 0.08 + 0.015 + 0.25 + 1.5);
  EXPECT_DOUBLE_EQ(moneyOf(cost, {1, 0, 0, 0}), 2);
  EXPECT_EQ(moneyOf(cost, {}), 0);
}

}  // namespace
}  // namespace evenkeel::evaluation
