#include "performance/general_queue.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenkeel::performance {
namespace {

TEST(GeneralQueue, PollaczekKhinchine) {
  // M/M/1 at 0.9 waits 9 service times, M/D/1 half of that.
  EXPECT_NEAR((GeneralQueue{0.9, 1, 1}.meanWait()), 9, 1e-12);
  EXPECT_NEAR((GeneralQueue{0.9, 1, 0}.meanWait()), 4.5, 1e-12);
  // Service of 1 s or 9 s with 7/8 and 1/8: mean 2, E[S²] = 11, cv² = 7/4; λ = 0.25:
  // λ·E[S²] / (2·(1 - 1/2)) = 2.75.
  EXPECT_NEAR((GeneralQueue{0.25, 2, std::sqrt(1.75)}.meanWait()), 2.75, 1e-12);
  EXPECT_NEAR((GeneralQueue{0.25, 2, std::sqrt(1.75)}.meanResponse()), 4.75, 1e-12);
}

TEST(GeneralQueue, ProcessorSharingIsInsensitive) {
  for (const double cv : {0.0, 1.0, 5.0}) {
    const GeneralQueue q{4, 0.2, cv};
    EXPECT_NEAR(q.meanResponseShared(), 1, 1e-12);
    EXPECT_NEAR(q.meanResponseShared(0.1), 0.5, 1e-12);  // fair: in proportion to what is needed
  }
}

TEST(GeneralQueue, UnstableIsInfinite) {
  const GeneralQueue q{5, 0.2, 0};
  EXPECT_TRUE(std::isinf(q.meanWait()));
  EXPECT_TRUE(std::isinf(q.meanResponse()));
  EXPECT_TRUE(std::isinf(q.meanResponseShared()));
}

}  // namespace
}  // namespace evenkeel::performance
