#include "agent/series_table.h"

#include <gtest/gtest.h>

#include <limits>

#include "agent/fake_world.h"

namespace evenkeel {
namespace {

constexpr double kGone = std::numeric_limits<double>::quiet_NaN();

TEST(SeriesTable, AValueThatIsGoneEmptiesTheWindowAndTheNextBeginsItAnew) {
  testing::FakeWorld world{Application{}};
  SeriesTable table({&world});
  const auto opened = table.open(AssetId{1}, std::string(metric::kCpuUsage), {}, 1min);
  ASSERT_NE(opened.fresh, nullptr);
  const SeriesId series = opened.fresh->id;
  const auto add = [&](Duration at, double value) {
    const Sample sample{series, Instant(at), {}, value};
    table.add(std::span(&sample, 1));
  };
  add(10s, 1);
  add(25s, 2);
  EXPECT_EQ(opened.window->size(), 2u);
  add(40s, kGone);
  EXPECT_TRUE(opened.window->empty());
  add(55s, 3);
  add(70s, 4);
  EXPECT_EQ(opened.window->size(), 2u);  // as wide as before
  EXPECT_EQ(opened.window->latest()->value, 4);
  add(85s, std::numeric_limits<double>::infinity());
  EXPECT_EQ(opened.window->latest()->value, 4);
}

}  // namespace
}  // namespace evenkeel
