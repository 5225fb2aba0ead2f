#include "performance/finite_queue.h"

#include <gtest/gtest.h>

#include "performance/erlang.h"
#include "performance/multi_server_queue.h"

namespace evenkeel::performance {
namespace {

// Gross and Harris, 3rd ed., §2.5 (three inspection stalls, room for four waiting, a car a
// minute, 6 minutes each): 6.06 cars in the station, about 12.3 minutes each, about 30.4 cars an
// hour turned away.
TEST(FiniteQueue, InspectionStation) {
  const auto m = measuresOf({1, 6, 3, 7});
  EXPECT_NEAR(m.meanInSystem, 6.06, 0.005);
  EXPECT_NEAR(m.meanResponse, 12.3, 0.1);
  EXPECT_NEAR(60 * m.blocking, 30.4, 0.2);
  EXPECT_NEAR(m.throughput, 1 - m.blocking, 1e-12);
  EXPECT_NEAR(m.utilization, m.throughput * 6 / 3, 1e-12);
}

// M/M/1/K in closed form: (1 - ρ)·ρ^K / (1 - ρ^(K+1)); uniform at ρ = 1.
TEST(FiniteQueue, OneServer) {
  const auto half = measuresOf({0.5, 1, 1, 3});
  EXPECT_NEAR(half.blocking, 1.0 / 15, 1e-15);
  EXPECT_NEAR(half.meanInSystem, 11.0 / 15, 1e-15);  // (4 + 2·2 + 3·1) / 15
  const auto full = measuresOf({1, 1, 1, 9});
  EXPECT_NEAR(full.blocking, 0.1, 1e-15);
  EXPECT_NEAR(full.meanInSystem, 4.5, 1e-14);
  EXPECT_NEAR(full.meanResponse, 5, 1e-14);
}

TEST(FiniteQueue, WithoutWaitingRoomIsErlangsLossSystem) {
  EXPECT_NEAR(measuresOf({4.461, 1, 10, 10}).blocking, 0.01, 5e-6);
}

TEST(FiniteQueue, WithAmpleRoomIsMMc) {
  const auto m = measuresOf({6, 1.0 / 3, 3, 1000});
  EXPECT_NEAR(m.meanResponse, 13.0 / 27, 1e-12);
  EXPECT_LT(m.blocking, 1e-100);
}

TEST(FiniteQueue, ExtremesStayFinite) {
  const auto flood = measuresOf({1e12, 1, 4, 10'000});
  EXPECT_NEAR(flood.throughput, 4, 1e-9);
  EXPECT_NEAR(flood.meanInSystem, 10'000, 1e-3);
  EXPECT_NEAR(flood.meanResponse, 2'500, 1e-3);
  const auto many = measuresOf({99'000, 1, 100'000, 110'000});
  EXPECT_NEAR(many.meanResponse, 1, 1e-3);
  const auto none = measuresOf({0, 2, 1, 1});
  EXPECT_EQ(none.throughput, 0);
  EXPECT_EQ(none.meanResponse, 2);
}

}  // namespace
}  // namespace evenkeel::performance
