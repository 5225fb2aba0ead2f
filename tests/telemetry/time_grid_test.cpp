#include "telemetry/time_grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr WallTime kNoon{hours(12) + minutes(3)};

TEST(TimeGrid, EndsOnTheLastWholeStep) {
  const TimeGrid grid = gridUntil(kNoon, hours(1), minutes(5));
  EXPECT_EQ(grid.first, WallTime(hours(11)));
  EXPECT_EQ(grid.count, 13u);
  EXPECT_EQ(grid.at(12), WallTime(hours(12)));
}

TEST(TimeGrid, FindsItsMoments) {
  const TimeGrid grid = gridUntil(kNoon, hours(1), minutes(5));
  EXPECT_EQ(grid.find(11 * 3600), 0u);
  EXPECT_EQ(grid.find(11 * 3600 + 301.2), 1u);
  EXPECT_EQ(grid.find(12 * 3600), 12u);
  EXPECT_EQ(grid.find(12 * 3600 + 300), grid.count);
  EXPECT_EQ(grid.find(11 * 3600 - 300), grid.count);
  EXPECT_EQ(grid.find(std::numeric_limits<double>::quiet_NaN()), grid.count);
  EXPECT_EQ(grid.find(1e300), grid.count);
}

TEST(TimeGrid, IsCutIntoPartsThatJoin) {
  const TimeGrid grid = gridUntil(kNoon, hours(1), minutes(5));
  EXPECT_THAT(partsOf(grid, 13), ElementsAre(grid));
  EXPECT_THAT(partsOf(grid, 6),
              ElementsAre(TimeGrid{grid.first, minutes(5), 6}, TimeGrid{grid.at(6), minutes(5), 6},
                          TimeGrid{grid.at(12), minutes(5), 1}));
  EXPECT_THAT(partsOf(TimeGrid{}, 6), IsEmpty());
}

}  // namespace
}  // namespace evenkeel::telemetry
