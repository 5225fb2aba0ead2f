#include "evaluation/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

namespace evenkeel::evaluation {
namespace {

RandomStream stream(std::uint64_t seed) {
  return {seed, "test", "bootstrap"};
}

// Each seed sees the same trace (its blocks share a level) with noise of its own.
Blocks runs(std::size_t seeds, std::size_t blocks, double shift, std::uint64_t trace) {
  RandomStream levels(trace, "trace", "levels");
  std::vector<double> level(blocks);
  for (auto& l : level) l = levels.normal(10, 2);
  Blocks result(seeds, std::vector<Portion>(blocks));
  for (std::size_t s = 0; s < seeds; ++s) {
    RandomStream noise(trace * 100 + s, "run", shift > 0 ? "ours" : "theirs");
    for (std::size_t b = 0; b < blocks; ++b) result[s][b] = {level[b] + shift + noise.normal(0, 1)};
  }
  return result;
}

TEST(Bootstrap, PairsSoThatTheTraceDoesNotBlurTheDifference) {
  const auto e = bootstrap(runs(6, 20, 1, 1), runs(6, 20, 0, 1), Contrast::Difference, stream(1));
  ASSERT_TRUE(e);
  EXPECT_NEAR(e->value, 1, 0.5);
  // Noise of both: √2/√(6·20) = 0.13; unpaired levels would give 2·√2/√20 = 0.63 more.
  EXPECT_NEAR(e->interval.high - e->interval.low, 2 * 1.96 * 0.13, 0.25);
  EXPECT_LT(e->interval.low, e->value);
  EXPECT_GT(e->interval.high, e->value);
}

TEST(Bootstrap, CoversTheTruthAsOftenAsItSays) {
  int covered = 0;
  constexpr int kTraces = 200;
  for (std::uint64_t trace = 1; trace <= kTraces; ++trace) {
    const auto e = bootstrap(runs(6, 24, 1, trace), runs(6, 24, 0, trace), Contrast::Difference,
                             stream(trace), 400);
    ASSERT_TRUE(e);
    if (e->interval.low <= 1 && 1 <= e->interval.high) ++covered;
  }
  EXPECT_GE(covered, kTraces * 90 / 100);
  EXPECT_LT(covered, kTraces);
}

TEST(Bootstrap, RelativeIsOfTheSums) {
  const Blocks ours{{{11, 1}, {22, 1}}};
  const Blocks theirs{{{10, 1}, {20, 1}}};
  const auto e = bootstrap(ours, theirs, Contrast::Relative, stream(2));
  ASSERT_TRUE(e);
  EXPECT_NEAR(e->value, 0.1, 1e-12);
  EXPECT_NEAR(e->interval.low, 0.1, 1e-12);
  EXPECT_NEAR(e->interval.high, 0.1, 1e-12);
}

TEST(Bootstrap, WindowsWeighAndNotBlocks) {
  const Blocks ours{{{1, 1}, {0, 99}}};
  const Blocks theirs{{{0, 1}, {0, 99}}};
  EXPECT_NEAR(bootstrap(ours, theirs, Contrast::Difference, stream(3))->value, 0.01, 1e-12);
}

TEST(Bootstrap, SameStreamSameBytes) {
  const auto ours = runs(6, 12, 1, 4);
  const auto theirs = runs(6, 12, 0, 4);
  const auto a = bootstrap(ours, theirs, Contrast::Difference, stream(4));
  const auto b = bootstrap(ours, theirs, Contrast::Difference, stream(4));
  const auto c = bootstrap(ours, theirs, Contrast::Difference, stream(5));
  EXPECT_EQ(a->interval, b->interval);
  EXPECT_FALSE(a->interval == c->interval);
}

TEST(Bootstrap, RefusesWhatIsNoPair) {
  const Blocks two{{{1, 1}, {1, 1}}};
  EXPECT_FALSE(bootstrap({}, {}, Contrast::Difference, stream(1)));
  EXPECT_FALSE(bootstrap(two, {}, Contrast::Difference, stream(1)));
  EXPECT_FALSE(bootstrap(two, {{{1, 1}}}, Contrast::Difference, stream(1)));
  EXPECT_FALSE(bootstrap({{{1, 1}}}, {{{1, 1}}}, Contrast::Difference, stream(1)));
  EXPECT_FALSE(bootstrap(two, {{{0, 1}, {0, 1}}}, Contrast::Relative, stream(1)));
  EXPECT_FALSE(bootstrap(two, {{{1, 0}, {1, 0}}}, Contrast::Difference, stream(1)));
  EXPECT_FALSE(bootstrap(two, two, Contrast::Difference, stream(1), 0));
}

}  // namespace
}  // namespace evenkeel::evaluation
