#include "performance/erlang.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenkeel::performance {
namespace {

// Loads that published Erlang B tables give for a blocking of 1 % (0.1 %).
TEST(Erlang, BAgainstPublishedTables) {
  EXPECT_NEAR(erlangB(10, 4.461), 0.01, 5e-6);
  EXPECT_NEAR(erlangB(20, 12.03), 0.01, 2e-5);
  EXPECT_NEAR(erlangB(50, 37.90), 0.01, 2e-5);
  EXPECT_NEAR(erlangB(100, 84.06), 0.01, 2e-5);
  EXPECT_NEAR(erlangB(5, 0.7621), 0.001, 1e-6);
  EXPECT_DOUBLE_EQ(erlangB(1, 1), 0.5);
  EXPECT_DOUBLE_EQ(erlangB(2, 1), 0.2);
}

// Gross and Harris, §2.3 (three doctors): 4/9. A call centre of 10 erlangs and 14 agents,
// as staffing guides work it: 17.4 %. The rest by exact rational arithmetic.
TEST(Erlang, CAgainstWorkedExamples) {
  EXPECT_NEAR(erlangC(3, 2), 4.0 / 9, 1e-15);
  EXPECT_NEAR(erlangC(14, 10), 0.174, 5e-4);
  EXPECT_NEAR(erlangC(1, 0.7), 0.7, 1e-15);
  EXPECT_NEAR(erlangC(10, 8), 0.40918015079644354, 1e-14);
  EXPECT_NEAR(erlangC(200, 190), 0.3652638565625464, 1e-13);
  EXPECT_NEAR(erlangC(1000, 950), 0.06825341537714143, 1e-13);
  EXPECT_EQ(erlangC(3, 3), 1);
  EXPECT_EQ(erlangC(3, 5), 1);
  EXPECT_EQ(erlangC(3, 0), 0);
}

// Halfin and Whitt (1981): with c - a = β·√c, C tends to 1 / (1 + β·Φ(β)/φ(β)); 0.2234 at β = 1.
TEST(Erlang, CStaysRightForAMillionServers) {
  EXPECT_NEAR(erlangC(1'000'000, 1'000'000 - 1'000), 0.22336, 5e-4);
  EXPECT_NEAR(erlangC(1'000'000, 500'000), 0, 1e-300);
}

}  // namespace
}  // namespace evenkeel::performance
