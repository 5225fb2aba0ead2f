#include "performance/multi_server_queue.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenkeel::performance {
namespace {

// Gross and Harris, 3rd ed., §2.2: a hair salon, 5 customers an hour, 10 minutes each.
TEST(MultiServerQueue, HairSalon) {
  const MultiServerQueue q{5, 1.0 / 6, 1};
  EXPECT_NEAR(q.utilization(), 5.0 / 6, 1e-15);
  EXPECT_NEAR(q.meanInSystem(), 5, 1e-12);
  EXPECT_NEAR(q.meanResponse(), 1, 1e-12);
  EXPECT_NEAR(q.meanWait(), 50.0 / 60, 1e-12);
  EXPECT_NEAR(q.responseExceeds(1), std::exp(-1), 1e-12);  // exponential of rate μ - λ
  EXPECT_NEAR(q.responseQuantile(0.95), 2.995732274, 1e-8);
}

// The same book, §2.3: an eye clinic, 6 patients an hour, three doctors, 20 minutes each:
// waiting 8 minutes 53 seconds, in all 28 minutes 53 seconds.
TEST(MultiServerQueue, EyeClinic) {
  const MultiServerQueue q{6, 1.0 / 3, 3};
  EXPECT_NEAR(q.meanWait() * 3600, 8 * 60 + 53.3, 0.1);
  EXPECT_NEAR(q.meanResponse() * 3600, 28 * 60 + 53.3, 0.1);
  EXPECT_NEAR(q.meanInSystem(), 6 * 13.0 / 27, 1e-12);
  // c - 1 = a, where the general formula is 0/0: exp(-1)·(1 + 4/9).
  EXPECT_NEAR(q.responseExceeds(1.0 / 3), std::exp(-1) * 13 / 9, 1e-12);
}

// 200 calls an hour of 3 minutes, 14 agents: an average speed of answer of 7.8 s.
TEST(MultiServerQueue, CallCentre) {
  EXPECT_NEAR((MultiServerQueue{200.0 / 3600, 180, 14}.meanWait()), 7.8, 0.05);
}

// The mean is the integral of the tail: ties the distribution to the mean for every regime of it.
TEST(MultiServerQueue, TailIntegratesToTheMean) {
  const struct {
    double load;
    int servers;
  } cases[] = {{0.3, 1}, {0.95, 1}, {1.99, 3}, {2, 3}, {2.01, 3}, {7.9, 8}, {1, 50}, {49.5, 50}};
  for (const auto& c : cases) {
    const MultiServerQueue q{c.load / 0.05, 0.05, c.servers};
    const double horizon = q.responseQuantile(1 - 1e-12);
    const int n = 200'000;
    double integral = 0;
    for (int i = 0; i < n; ++i) integral += q.responseExceeds(horizon * (i + 0.5) / n);
    EXPECT_NEAR(integral * horizon / n, q.meanResponse(), 1e-6 * q.meanResponse())
        << c.load << " " << c.servers;
  }
}

TEST(MultiServerQueue, QuantileIsTheInverseOfTheTail) {
  for (const int servers : {1, 2, 5, 40, 1000}) {
    for (const double rho : {0.0, 0.1, 0.5, 0.9, 0.999}) {
      const MultiServerQueue q{rho * servers * 4, 0.25, servers};
      for (const double share : {0.0, 0.5, 0.95, 0.999, 1 - 1e-9}) {
        const double t = q.responseQuantile(share);
        EXPECT_NEAR(q.responseExceeds(t) / (1 - share), 1, 1e-6);
      }
    }
  }
}

TEST(MultiServerQueue, UnstableIsInfiniteAndEveryResponseLate) {
  for (const double rate : {3.0, 4.0, 1e300}) {
    const MultiServerQueue q{rate, 1, 3};
    EXPECT_FALSE(q.stable());
    EXPECT_EQ(q.waitingProbability(), 1);
    EXPECT_TRUE(std::isinf(q.meanWait()));
    EXPECT_TRUE(std::isinf(q.meanResponse()));
    EXPECT_TRUE(std::isinf(q.meanInSystem()));
    EXPECT_TRUE(std::isinf(q.responseQuantile(0.5)));
    EXPECT_EQ(q.responseExceeds(1e9), 1);
  }
}

TEST(MultiServerQueue, FarInTheTailNothingOverflows) {
  const MultiServerQueue q{0.999, 1, 1};
  EXPECT_NEAR(q.responseExceeds(5'000) / std::exp(-5), 1, 1e-6);
  EXPECT_EQ(q.responseExceeds(1e9), 0);
  EXPECT_EQ((MultiServerQueue{999, 1, 1000}.responseExceeds(1e6)), 0);
}

}  // namespace
}  // namespace evenkeel::performance
