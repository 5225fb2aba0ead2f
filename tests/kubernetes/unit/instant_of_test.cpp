#include "kubernetes/instant_of.h"

#include <gtest/gtest.h>

#include "base/virtual_timeline.h"

namespace evenkeel::kubernetes {
namespace {

const VirtualTimeline kTimeline(WallTime(std::chrono::hours(24 * 365 * 56)));

TEST(InstantOf, IsByHowLongAgoItWas) {
  EXPECT_EQ(instantOf(kTimeline.wall() - 30s, kTimeline), Instant(-30s));
  EXPECT_EQ(instantOf(kTimeline.wall() + 30s, kTimeline), Instant(30s));
}

// As far as points of time go, both ways.
TEST(InstantOf, WhatCannotBeIsLongAgoOrFarAway) {
  EXPECT_EQ(instantOf(WallTime::min(), kTimeline), Instant(-kTimeline.wall().time_since_epoch()));
  EXPECT_GT(instantOf(WallTime::max(), kTimeline), Instant(std::chrono::hours(24 * 365 * 200)));
}

}  // namespace
}  // namespace evenkeel::kubernetes
