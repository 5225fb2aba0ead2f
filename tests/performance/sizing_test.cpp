#include "performance/sizing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "performance/multi_server_queue.h"

namespace evenkeel::performance {
namespace {

constexpr auto kPooled = Queueing::Pooled;
constexpr auto kSplit = Queueing::Split;

TEST(Sizing, WorkedExamples) {
  // The call centre: 14 agents answer in 7.8 s on average, 13 do not answer in 10 s.
  EXPECT_EQ(serversForMean(200.0 / 3600, 180, 190, kPooled), 14);
  // 500 requests/s of 50 ms, each server on its own: 1/(1 - ρ) <= 2 at ρ <= 1/2.
  EXPECT_EQ(serversForMean(500, 0.05, 0.1, kSplit), 50);
  // p95 <= 250 ms: ρ <= 1 - ln(20)·0.05/0.25 = 0.40085, 25/0.40085 = 62.4.
  EXPECT_EQ(serversForQuantile(500, 0.05, 0.95, 0.25, kSplit), 63);
  EXPECT_EQ(serversForMean(0, 0.05, 0.1, kPooled), 1);
  EXPECT_EQ(serversForQuantile(0, 0.05, 0.95, 0.25, kSplit), 1);
}

TEST(Sizing, ThatManyKeepTheTargetAndOneFewerDoesNot) {
  for (const double rate : {0.5, 20.0, 500.0, 4321.0, 1e5}) {
    for (const double target : {0.16, 0.25, 1.0}) {
      const auto n = serversForQuantile(rate, 0.05, 0.95, target, kPooled);
      ASSERT_TRUE(n);
      EXPECT_LE((MultiServerQueue{rate, 0.05, *n}.responseQuantile(0.95)), target * (1 + 1e-9));
      if (*n > 1) {
        EXPECT_GT((MultiServerQueue{rate, 0.05, *n - 1}.responseQuantile(0.95)), target);
      }
      EXPECT_LE(*n, *serversForQuantile(rate, 0.05, 0.95, target, kSplit));
    }
  }
}

TEST(Sizing, SaysWhenNoNumberWillDo) {
  EXPECT_EQ(serversForMean(10, 0.05, 0.05, kPooled).error().kind, ErrorKind::Refused);
  EXPECT_EQ(serversForQuantile(10, 0.05, 0.95, 0.14, kSplit).error().kind, ErrorKind::Refused);
  EXPECT_EQ(serversForMean(1e12, 0.05, 0.1, kPooled).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(serversForMean(600'000, 1, 1.0001, kSplit).error().kind, ErrorKind::Invalid);
}

TEST(Sizing, RefusesWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, inf, -1.0}) {
    EXPECT_FALSE(serversForMean(bad, 0.05, 0.1, kPooled));
    EXPECT_FALSE(serversForMean(1, bad, 0.1, kPooled));
    EXPECT_FALSE(serversForMean(1, 0.05, bad, kPooled));
    EXPECT_FALSE(serversForQuantile(1, 0.05, bad, 0.3, kPooled));
  }
}

}  // namespace
}  // namespace evenkeel::performance
