#include "performance/queueing_network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace evenkeel::performance {
namespace {

TEST(QueueingNetwork, Tandem) {
  // λ = 1 through μ = 2, then μ = 3: 1/(2-1) + 1/(3-1).
  const auto m = measuresOf({{1.0 / 2, 1, 1, {0, 1}}, {1.0 / 3, 1, 0, {}}});
  ASSERT_TRUE(m);
  EXPECT_NEAR(m->meanResponse, 1.5, 1e-12);
}

TEST(QueueingNetwork, FeedbackRaisesTheFlow) {
  // Half of the requests come back: 2/s through μ = 4; one in the system, 1 s in all.
  const auto m = measuresOf({{0.25, 1, 1, {0.5}}});
  ASSERT_TRUE(m);
  EXPECT_NEAR(m->rates[0], 2, 1e-12);
  EXPECT_NEAR(m->meanResponse, 1, 1e-12);
}

// Gross and Harris, 3rd ed., §4.2: an insurer's telephones, 35 calls an hour; 55 % to claims
// and 45 % to policies, of which 2 % and 1 % are passed on to the other.
TEST(QueueingNetwork, InsurersTelephones) {
  const auto m = measuresOf({{1.0 / 120, 100, 35, {0, 0.55, 0.45}},
                             {1.0 / 10, 3, 0, {0, 0, 0.02}},
                             {1.0 / 3, 7, 0, {0, 0.01, 0}}});
  ASSERT_TRUE(m);
  EXPECT_NEAR(m->rates[0], 35, 1e-9);
  EXPECT_NEAR(m->rates[1], 19.411, 5e-4);
  EXPECT_NEAR(m->rates[2], 16.138, 5e-4);
}

TEST(QueueingNetwork, OneUnstableStationIsEnough) {
  const auto m = measuresOf({{1.0 / 2, 1, 1, {0, 1}}, {1, 1, 0, {}}});
  ASSERT_TRUE(m);
  EXPECT_TRUE(std::isinf(m->meanResponse));
}

TEST(QueueingNetwork, RefusesWhatIsNoOpenNetwork) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(measuresOf({}));
  EXPECT_FALSE(measuresOf({{1, 1, 0, {}}}));
  EXPECT_FALSE(measuresOf({{1, 1, 1, {1}}}));                        // never leaves
  EXPECT_FALSE(measuresOf({{1, 1, 1, {0, 1}}, {1, 1, 0, {1, 0}}}));  // nor here
  EXPECT_FALSE(measuresOf({{1, 1, 1, {0.6, 0.6}}, {1, 1, 0, {}}}));
  EXPECT_FALSE(measuresOf({{1, 1, 1, {0, 0.5}}}));
  EXPECT_FALSE(measuresOf({{1, 1, 1, {-0.1}}}));
  EXPECT_FALSE(measuresOf({{1, 1, 1, {nan}}}));
  EXPECT_FALSE(measuresOf({{0, 1, 1, {}}}));
  EXPECT_FALSE(measuresOf({{1, 0, 1, {}}}));
  EXPECT_FALSE(measuresOf({{1, 1, nan, {}}}));
}

}  // namespace
}  // namespace evenkeel::performance
