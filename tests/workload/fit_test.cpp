#include "workload/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "base/random.h"
#include "workload/load.h"
#include "workload/median.h"

namespace evenkeel {
namespace {

using testing::HasSubstr;

// A load whose every parameter is known, with mornings, evenings and week-ends.
SeasonalLoad known() {
  SeasonalLoad load;
  load.level = 20;
  load.trend = 0.2;
  for (int hour = 0; hour < 24; ++hour)
    load.daily.push_back(1 + 0.6 * std::sin((hour - 9) * 3.14159265 / 12));
  load.weekly = {1.1, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7};
  load.noise = {{0.15, 3h}, {0.05, 4min}};
  load.bursts = SeasonalBursts{2, 1.5, 0.3, 10min, 20min};
  load.seed = 11;
  return load;
}

const std::size_t kSixWeeks = 42 * 1440;

Fit fitted() {
  static const Fit fit = *fitTo(*drawn(known(), kSixWeeks, true), true);
  return fit;
}

TEST(Fit, FindsTheSeasonsAndTheTrend) {
  const SeasonalLoad load = fitted().load;
  ASSERT_EQ(load.daily.size(), 24u);
  for (std::size_t h = 0; h < 24; ++h) EXPECT_NEAR(load.daily[h], known().daily[h], 0.1) << h;
  ASSERT_EQ(load.weekly.size(), 7u);
  for (std::size_t d = 0; d < 7; ++d) EXPECT_NEAR(load.weekly[d], known().weekly[d], 0.06) << d;
  EXPECT_NEAR(load.trend / load.level, 0.01, 0.003);
  EXPECT_EQ(load.interval, Duration(60s));
}

TEST(Fit, FindsTheNoise) {
  const auto noise = fitted().load.noise;
  ASSERT_EQ(noise.size(), 2u);
  EXPECT_NEAR(noise[0].cv, 0.15, 0.05);
  EXPECT_GT(noise[0].memory, Duration(1h));
  EXPECT_LT(noise[0].memory, Duration(9h));
  EXPECT_NEAR(noise[1].cv, 0.05, 0.02);
  EXPECT_GT(noise[1].memory, Duration(1min));
  EXPECT_LT(noise[1].memory, Duration(15min));
}

TEST(Fit, FindsTheBursts) {
  const auto bursts = fitted().load.bursts;
  ASSERT_TRUE(bursts);
  EXPECT_NEAR(bursts->perDay, 2, 0.6);
  EXPECT_NEAR(bursts->median, 1.5, 0.6);
  EXPECT_NEAR(toSeconds(bursts->rise), 600, 300);
  EXPECT_NEAR(toSeconds(bursts->decay), 1200, 400);
}

void expectAlike(const TraceFigures& trace, const TraceFigures& twin) {
  EXPECT_NEAR(twin.mean / trace.mean, 1, 0.01);
  EXPECT_NEAR(twin.peakToMean / trace.peakToMean, 1, 0.15);
  EXPECT_NEAR(*twin.nextInterval, *trace.nextInterval, 0.1);
  EXPECT_NEAR(*twin.hour, *trace.hour, 0.1);
  EXPECT_NEAR(*twin.day, *trace.day, 0.15);
  EXPECT_NEAR(*twin.roughness / *trace.roughness, 1, 0.1);
}

TEST(Fit, TheTwinHasTheFiguresOfTheTrace) {
  expectAlike(fitted().trace, fitted().generated);
  // The figures are those of what the load generates, and the same each time.
  const Fit fit = fitted();
  const auto again = figuresOf(*drawn(fit.load, kSixWeeks, true), true);
  EXPECT_EQ(again.mean, fit.generated.mean);
  EXPECT_EQ(again.roughness, fit.generated.roughness);
  EXPECT_EQ(fitTo(*drawn(known(), kSixWeeks, true), true)->load, fit.load);
}

TEST(Fit, OfPublicTraces) {
  const char* data = std::getenv("EVENKEEL_DATA");
  if (data == nullptr) GTEST_SKIP() << "EVENKEEL_DATA is not set";
  for (const char* file : {"/worldcup98-rpm/worldcup98_requests_per_minute.csv",
                           "/nasa-http-1995-rpm/nasa_jul1995_requests_per_minute.csv",
                           "/rossi-debs-profile/events-per-minute.csv.gz"}) {
    SCOPED_TRACE(file);
    TraceLoad load;
    load.file = std::string(data) + file;
    const auto trace = readRateTrace(load);
    ASSERT_TRUE(trace) << trace.error().text();
    const auto fit = fitTo(*trace, true);
    ASSERT_TRUE(fit) << fit.error().text();
    expectAlike(fit->trace, fit->generated);
  }
}

TEST(Fit, LevelsHaveNoCounting) {
  RateTrace trace{300s, {}};
  for (int i = 0; i < 2016; ++i) trace.counts.push_back(50 + 20 * std::sin(i * 6.2831853 / 288));
  const auto fit = fitTo(trace, false);
  ASSERT_TRUE(fit) << fit.error().text();
  EXPECT_NEAR(fit->generated.mean / fit->trace.mean, 1, 0.01);
  EXPECT_NEAR(fit->generated.peakToMean / fit->trace.peakToMean, 1, 0.05);
  EXPECT_NEAR(*fit->generated.day, *fit->trace.day, 0.1);
}

TEST(Fit, OddTracesAreFittedOrRefused) {
  EXPECT_THAT(fitTo({60s, {1, 2, 3}}, true).error().text(), HasSubstr("only 3 intervals"));
  EXPECT_THAT(fitTo({60s, std::vector<double>(500, 0.0)}, true).error().text(),
              HasSubstr("no value above zero"));
  std::vector<RateTrace> odd;
  odd.push_back({60s, std::vector<double>(200, 7.0)});
  odd.push_back({60s, std::vector<double>(20'000, 0.0)});
  odd.back().counts[12'345] = 1e6;
  odd.push_back({1h, std::vector<double>(2000, 3.0)});
  odd.push_back({57s, std::vector<double>(20'000, 1e12)});
  odd.push_back({1ms, std::vector<double>(1000, 1.0)});
  RandomStream random(1, "test", "odd");
  odd.push_back({10min, {}});
  for (int i = 0; i < 5000; ++i) odd.back().counts.push_back(random.pareto(0.5, 1));
  odd.push_back({60s, {}});
  for (int i = 0; i < 20'000; ++i)
    odd.back().counts.push_back(i < 10'000 ? 0 : static_cast<double>(i));
  for (std::size_t i = 0; i < odd.size(); ++i) {
    for (const bool counted : {true, false}) {
      const auto fit = fitTo(odd[i], counted);
      if (!fit) {
        EXPECT_FALSE(fit.error().what.empty());
        continue;
      }
      EXPECT_TRUE(std::isfinite(fit->generated.mean)) << i;
      EXPECT_TRUE(intensityOf(LoadShape{fit->load}, 1h)) << i;
    }
  }
}

TEST(Figures, AutocorrelationOfAWave) {
  RateTrace wave{60s, {}};
  for (int i = 0; i < 60'000; ++i) wave.counts.push_back(5 + std::cos(i * 6.2831853 / 120));
  EXPECT_NEAR(*autocorrelation(wave, 60min), -1, 0.01);
  EXPECT_NEAR(*autocorrelation(wave, 2h), 1, 0.01);
  EXPECT_NEAR(*autocorrelation(wave, 30min), 0, 0.01);
  EXPECT_FALSE(autocorrelation({60s, {1, 2, 3}}, 1h));
  EXPECT_FALSE(autocorrelation({60s, {1, 1, 1}}, 60s));
  EXPECT_FALSE(figuresOf({60s, {}}, true).hour);
}

TEST(Median, OfFewAndMany) {
  EXPECT_EQ(medianOf({}), 0);
  EXPECT_EQ(medianOf({3}), 3);
  EXPECT_EQ(medianOf({4, 1, 3, 2}), 2.5);
  EXPECT_EQ(medianOf({5, 1, 9}), 5);
  EXPECT_DOUBLE_EQ(deviationByMedian({1, 2, 3, 4, 1000}), 1.4826);
}

}  // namespace
}  // namespace evenkeel
