#include "evaluation/blocks.h"

#include <gtest/gtest.h>

#include "description/read_scenario.h"
#include "evaluation/run.h"
#include "evaluation/run_measures.h"
#include "knowledge/memory_log.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TraceLoad stretched(double factor) {
  TraceLoad load;
  load.stretch = factor;
  return load;
}

BlockPlan planOf(std::vector<LoadShape> shapes, Duration duration, Duration warmUp = {}) {
  Scenario scenario;
  for (LoadShape& shape : shapes) scenario.loads.push_back({"shop", std::move(shape)});
  scenario.duration = duration;
  scenario.warmUp = warmUp;
  return blockPlan(scenario);
}

TEST(BlockPlan, FourHoursOfWhatIsJudged) {
  EXPECT_EQ(planOf({SteadyLoad{}}, hours(24)), (BlockPlan{hours(4), 6}));
  EXPECT_EQ(planOf({SteadyLoad{}}, hours(24) - 1s).count, 5u);
  EXPECT_EQ(planOf({SteadyLoad{}}, hours(25), hours(1)).count, 6u);
  EXPECT_EQ(planOf({SteadyLoad{}}, hours(25), hours(2)).count, 5u);
  EXPECT_EQ(planOf({}, hours(24)).count, 6u);
  EXPECT_EQ(planOf({SteadyLoad{}}, hours(1), hours(2)).count, 0u);
}

TEST(BlockPlan, OfTraceTimeWhereATraceIsPlayedFasterOrSlower) {
  EXPECT_EQ(planOf({stretched(1.0 / 60)}, hours(1)), (BlockPlan{minutes(4), 15}));
  EXPECT_EQ(planOf({stretched(2)}, hours(48)), (BlockPlan{hours(8), 6}));
  EXPECT_EQ(planOf({stretched(1.0 / 60), stretched(2)}, hours(48)).count, 6u);
  EXPECT_EQ(planOf({stretched(1.0 / 60), SteadyLoad{}}, hours(24)).count, 6u);
  // Whole windows, and one at least.
  EXPECT_EQ(planOf({stretched(1.0 / 100)}, hours(1)), (BlockPlan{minutes(3), 20}));
  EXPECT_EQ(planOf({stretched(1e-6)}, hours(1)), (BlockPlan{minutes(1), 60}));
}

TEST(BlockPlan, SixAreEnough) {
  EXPECT_TRUE((BlockPlan{hours(4), 6}).enough());
  EXPECT_FALSE((BlockPlan{hours(4), 5}).enough());
}

simulation::WindowRow window(std::chrono::seconds begin, std::int64_t requests, std::int64_t bad,
                             Duration length = 60s) {
  simulation::WindowRow row;
  row.begin = Instant(begin);
  row.end = row.begin + length;
  row.arrivals = {requests, 0, bad, 0, 0};
  return row;
}

// A minute of warm-up, then two blocks of two minutes, and half a minute that is left over.
TEST(Blocks, OfACaseByHand) {
  simulation::RunResult result;
  result.begin = Instant(60s);
  result.end = Instant(330s);
  result.applications.emplace_back("shop").windows = {
      window(0s, 900, 900),                         // warm-up
      window(60s, 500, 50),  window(120s, 300, 0),  // the second takes in 300 of the other block
      window(180s, 300, 40), window(240s, 500, 5), window(300s, 450, 10, 30s)};
  for (const double pods : {1e6, 60., 120., 180., 240., 30.}) {
    result.windowCosts.push_back({.podSeconds = pods, .coreSeconds = 2 * pods});
  }
  const auto blocks = blocksOf(result, {.coreHour = 3600}, 2);
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].violations, (Violations{2, 2, 1100, 90}));
  EXPECT_EQ(blocks[1].violations, (Violations{1, 0, 950, 15}));
  EXPECT_DOUBLE_EQ(blocks[0].cost.podSeconds, 180);
  EXPECT_DOUBLE_EQ(blocks[1].cost.podSeconds, 450);
  EXPECT_DOUBLE_EQ(blocks[0].money, 360);
  EXPECT_DOUBLE_EQ(blocks[1].money, 900);
}

TEST(Blocks, NoneWhereNothingIsJudged) {
  EXPECT_TRUE(blocksOf({}, {}, 0).empty());
  EXPECT_EQ(blocksOf({}, {}, 2).size(), 2u);
}

TEST(Blocks, AddUpToTheMeasuresOfTheRun) {
  auto read = readScenario("examples/step.yaml", {});
  read.scenario.warmUp = 90s;  // no whole windows, before and after
  read.scenario.duration = minutes(20);
  const Prices prices{.coreHour = 0.05, .nodeHour = 0.1};
  auto world = simulation::SimulatedWorld::make(read.scenario);
  ASSERT_TRUE(world);
  DurableRelay durable;
  MemoryLog log(std::ref(durable));
  run(**world, {}, log, durable, [] { return true; });
  const simulation::RunResult result = (*world)->result();
  const Figures whole = measuresOf(result, prices, {}).total;
  ASSERT_GT(whole.violations.violated, 0);
  RunBlock sum;
  for (const RunBlock& block : blocksOf(result, prices, 7)) {
    EXPECT_GT(block.violations.windows, 0);
    sum.violations += block.violations;
    sum.cost += block.cost;
    sum.money += block.money;
  }
  EXPECT_EQ(sum.violations, whole.violations);
  EXPECT_NEAR(sum.cost.podSeconds, whole.cost.podSeconds, 1e-6);
  EXPECT_NEAR(sum.cost.coreSeconds, whole.cost.coreSeconds, 1e-6);
  EXPECT_NEAR(sum.money, whole.money, 1e-9);
}

}  // namespace
}  // namespace evenkeel::evaluation
