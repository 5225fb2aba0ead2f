#include "evaluation/bounds/planned_sizes.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

class PlannedSizesTest : public testing::Test {
 protected:
  PlannedSizesTest() {
    Node node;
    node.allocatable = {Quantity::units(16), Quantity::units(std::int64_t{64} << 30)};
    scenario_.nodes = {node};
    application_.permittedActions = {PermittedAction::Scale, PermittedAction::Resize};
    component_.requests.cpu = Quantity::millis(1000);
    component_.scaling.maxReplicas = 100;
    bounds(250, 4000);
  }
  void bounds(std::int64_t least, std::int64_t most) {
    component_.resourceBounds = {{Quantity::millis(least), Quantity::units(1)},
                                 {Quantity::millis(most), Quantity::units(1'000'000)}};
  }
  PlannedSizes planned() const { return plannedSizes(scenario_, application_, component_); }
  std::vector<std::int64_t> values() const {
    std::vector<std::int64_t> out;
    for (const PlannedSize& size : planned().sizes) out.push_back(size.cpu.milli);
    return out;
  }

  Scenario scenario_;
  Application application_;
  Component component_;
};

TEST_F(PlannedSizesTest, SpreadByRatioAndHoldTheRequest) {
  EXPECT_EQ(values(),
            (std::vector<std::int64_t>{250, 350, 550, 800, 1000, 1200, 1800, 2700, 4000}));
  EXPECT_EQ(planned().first, 4u);
  EXPECT_TRUE(planned().change);
  bounds(100, 120);
  for (const std::int64_t value : values()) EXPECT_LE(value, 120);
  EXPECT_EQ(values().back(), 120);  // what it asks for is outside, and goes to the bound at once
  EXPECT_EQ(planned().first, values().size() - 1);
}

TEST_F(PlannedSizesTest, AreTheOneThatItHasWhereNoneMayBeChosen) {
  application_.permittedActions = {PermittedAction::Scale};
  EXPECT_EQ(values(), (std::vector<std::int64_t>{1000}));
  EXPECT_FALSE(planned().change);
  application_.permittedActions = {PermittedAction::Resize};
  component_.resourceBounds.reset();
  EXPECT_EQ(values(), (std::vector<std::int64_t>{1000}));
  bounds(500, 500);
  EXPECT_EQ(values(), (std::vector<std::int64_t>{500}));
  EXPECT_FALSE(planned().change);
}

TEST_F(PlannedSizesTest, KeepTheLimitInProportionAndStartInItsTime) {
  component_.limits = Resources{Quantity::millis(2000), Quantity::units(1 << 30)};
  component_.startup.cpuTime = 4s;
  component_.startup.readinessDelay = 5s;
  const PlannedSizes sizes = planned();
  EXPECT_DOUBLE_EQ(sizes.sizes.front().cores, 0.5);
  EXPECT_DOUBLE_EQ(sizes.sizes.back().cores, 8);
  EXPECT_EQ(sizes.sizes.front().startUp, 8s + 5s + kOrderLead);
  EXPECT_EQ(sizes.sizes.back().startUp, 500ms + 5s + kOrderLead);
}

TEST_F(PlannedSizesTest, HaveTheRoomThatTheNodesHaveForEach) {
  EXPECT_EQ(planned().sizes.front().range.most, 64);
  EXPECT_EQ(planned().sizes.back().range.most, 4);
}

}  // namespace
}  // namespace evenkeel::evaluation
