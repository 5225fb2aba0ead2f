#include "base/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "base/random.h"

namespace evenkeel {
namespace {

// Nearest rank over the sorted values: the definition, without buckets.
Duration exactQuantile(std::vector<Duration> values, std::size_t perMille) {
  std::sort(values.begin(), values.end());
  const std::size_t rank = std::max<std::size_t>(1, (values.size() * perMille + 999) / 1000);
  return values[rank - 1];
}

TEST(Histogram, NothingRecordedHasNoStatistics) {
  const Histogram h;
  EXPECT_EQ(h.count(), 0u);
  EXPECT_FALSE(h.mean());
  EXPECT_FALSE(h.min());
  EXPECT_FALSE(h.max());
  EXPECT_FALSE(h.quantile(0.5));
}

TEST(Histogram, QuantilesWithinOnePercentOfTheSortedValues) {
  RandomStream random(3, "histogram", "values");
  const std::vector<std::function<double()>> shapes{
      [&] { return random.exponential(0.05); },       // 50 ms, as a service
      [&] { return random.logNormal(2.0, 4.0); },     // a long tail
      [&] { return random.pareto(1.1, 1e-6); },       // twelve powers of ten
      [&] { return 1e-7 * random.uniform(); },        // within the exact range
      [&] { return 0.1 + 1e-4 * random.uniform(); },  // all in a bucket or two
  };
  for (const auto& draw : shapes) {
    Histogram h;
    std::vector<Duration> values;
    for (int i = 0; i < 20'000; ++i) {
      values.push_back(fromSeconds(draw()));
      h.record(values.back());
    }
    for (const std::size_t perMille : {0u, 1u, 10u, 500u, 900u, 950u, 990u, 999u, 1000u}) {
      const double exact = toSeconds(exactQuantile(values, perMille));
      const double got = toSeconds(*h.quantile(static_cast<double>(perMille) / 1000));
      EXPECT_NEAR(got, exact, 0.008 * exact) << perMille;
    }
    EXPECT_EQ(h.min(), *std::min_element(values.begin(), values.end()));
    EXPECT_EQ(h.max(), *std::max_element(values.begin(), values.end()));
    double sum = 0;
    for (const auto v : values) sum += toSeconds(v);
    EXPECT_NEAR(toSeconds(*h.mean()), sum / 20'000, 1e-9 + 1e-9 * sum);
  }
}

TEST(Histogram, NearestRankOfSmallSamplesIsExact) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.record(Duration(i));
  EXPECT_EQ(h.quantile(0.0), Duration(1));
  EXPECT_EQ(h.quantile(0.5), Duration(50));
  EXPECT_EQ(h.quantile(0.95), Duration(95));
  EXPECT_EQ(h.quantile(0.951), Duration(96));
  EXPECT_EQ(h.quantile(1.0), Duration(100));
}

TEST(Histogram, MergedIsAsIfRecordedTogetherInAnyOrder) {
  RandomStream random(4, "histogram", "merge");
  Histogram a;
  Histogram b;
  Histogram all;
  for (int i = 0; i < 5'000; ++i) {
    const Duration v = fromSeconds(random.exponential(i % 2 == 0 ? 1e-5 : 10));
    (i % 2 == 0 ? a : b).record(v);
    all.record(v);
  }
  Histogram ab = a;
  ab.merge(b);
  Histogram ba = b;
  ba.merge(a);
  EXPECT_EQ(ab, all);
  EXPECT_EQ(ba, all);
  EXPECT_NE(a, all);
  ba.merge(Histogram{});
  EXPECT_EQ(ba, all);
}

TEST(Histogram, ExtremesAreKept) {
  Histogram h;
  h.record(Duration::min());
  h.record(Duration::max());
  h.record(Duration::max());
  EXPECT_EQ(h.min(), Duration::zero());
  EXPECT_EQ(h.max(), Duration::max());
  EXPECT_NEAR(toSeconds(*h.mean()), 2.0 / 3 * toSeconds(Duration::max()), 1);
  EXPECT_NEAR(toSeconds(*h.quantile(0.9)), toSeconds(Duration::max()), 0.008 * 9.3e9);
  EXPECT_EQ(h.quantile(std::numeric_limits<double>::quiet_NaN()), Duration::zero());
  EXPECT_EQ(h.quantile(-3), Duration::zero());
}

TEST(Histogram, ClearForgets) {
  Histogram h;
  h.record(7s);
  h.clear();
  EXPECT_EQ(h, Histogram{});
  h.record(1s);
  EXPECT_EQ(h.max(), Duration(1s));
  EXPECT_EQ(h.min(), Duration(1s));
}

}  // namespace
}  // namespace evenkeel
