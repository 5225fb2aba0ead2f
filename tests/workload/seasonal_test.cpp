#include "workload/seasonal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "workload/load.h"

namespace evenkeel {
namespace {

using testing::HasSubstr;

Instant hours(double h) {
  return Instant{} + fromSeconds(h * 3600);
}

SeasonalLoad level(double rate) {
  SeasonalLoad load;
  load.level = rate;
  return load;
}

std::string errorOf(const SeasonalLoad& load, Duration length = 1h) {
  const auto intensity = intensityOf(load, length);
  return intensity ? "no error" : intensity.error().text();
}

TEST(Seasonal, LevelAndTrend) {
  SeasonalLoad load = level(100);
  load.trend = -24;
  const auto i = intensityOf(load, 120h);
  ASSERT_TRUE(i) << i.error().text();
  EXPECT_NEAR(i->rateAt(hours(0)), 100, 0.01);
  EXPECT_NEAR(i->rateAt(hours(48)), 52, 0.01);
  EXPECT_EQ(i->rateAt(hours(110)), 0);  // it would be below zero
  EXPECT_EQ(i->end(), hours(120));
}

TEST(Seasonal, HoursAreJoinedByStraightLinesAndDaysFollow) {
  SeasonalLoad load = level(10);
  load.daily.assign(24, 1);
  load.daily[6] = 3;
  load.weekly.assign(7, 1);
  load.weekly[1] = 2;
  EXPECT_DOUBLE_EQ(seasonalRate(load, 6.5 * 3600), 30);
  EXPECT_DOUBLE_EQ(seasonalRate(load, 6 * 3600), 20);
  EXPECT_DOUBLE_EQ(seasonalRate(load, 7.25 * 3600), 15);
  EXPECT_DOUBLE_EQ(seasonalRate(load, 30.5 * 3600), 60);
  EXPECT_DOUBLE_EQ(seasonalRate(load, 24 * 3600), 15);  // from one day to the next in an hour
  EXPECT_DOUBLE_EQ(seasonalRate(load, (168 + 30.5) * 3600), 60);
  EXPECT_DOUBLE_EQ(seasonalRate(load, 0), 10);  // the hour before is the week's last
}

// Log-normal of mean 1 and the given cv; its logarithm's correlation falls as exp(-t / memory).
TEST(Seasonal, NoiseHasItsMomentsAndMemory) {
  SeasonalLoad load = level(1);
  load.noise = {{0.4, 10min}};
  const auto i = intensityOf(load, 10000h);
  ASSERT_TRUE(i);
  double sum = 0;
  double squares = 0;
  double logs = 0;
  double logSquares = 0;
  double products = 0;
  const auto& s = i->segments();
  const std::size_t lag = 10;
  const auto n = static_cast<double>(s.size() - lag);
  const double center = -std::log1p(0.16) / 2;
  for (std::size_t k = 0; k + lag < s.size(); ++k) {
    sum += s[k].rate / n;
    squares += s[k].rate * s[k].rate / n;
    const double x = std::log(s[k].rate) - center;
    logs += x / n;
    logSquares += x * x / n;
    products += x * (std::log(s[k + lag].rate) - center) / n;
  }
  EXPECT_NEAR(sum, 1, 0.01);
  EXPECT_NEAR(std::sqrt(squares - sum * sum) / sum, 0.4, 0.01);
  EXPECT_NEAR(logs, 0, 0.01);
  EXPECT_NEAR(products / logSquares, std::exp(-1), 0.02);
}

// Campbell's theorem: the mean of shot noise is rate · mean height · area of its shape, and a ramp
// of 2 minutes with an exponential of 10 has an area of 1 + 10 minutes.
TEST(Seasonal, BurstsAddWhatCampbellsTheoremSays) {
  SeasonalLoad load = level(100);
  load.bursts = SeasonalBursts{20, 2, 0.5, 2min, 10min};
  const auto i = intensityOf(load, 24h * 2000);
  ASSERT_TRUE(i);
  const double meanHeight = 2 * std::sqrt(1.25);
  EXPECT_NEAR(i->mean(), 100 * (1 + 20.0 / 1440 * meanHeight * 11), 2);
}

TEST(Seasonal, ABurstRisesStraightAndDecays) {
  SeasonalLoad load = level(100);
  load.interval = 1s;
  load.bursts = SeasonalBursts{1, 3, 0, 100s, 200s};
  const auto i = intensityOf(load, 24h * 5);
  ASSERT_TRUE(i);
  std::size_t first = 0;
  while (i->segments()[first].rate == 100) ++first;
  const auto rate = [&](std::size_t after) { return i->segments()[first + after].rate; };
  EXPECT_NEAR(rate(50) - rate(49), 3, 1e-6);
  EXPECT_NEAR(rate(99), 400, 3.1);
  EXPECT_NEAR((rate(300) - 100) / (rate(100) - 100), std::exp(-1), 1e-6);
}

TEST(Seasonal, TheSeedIsTheLoadsAndALongerLoadBeginsLikeAShorter) {
  SeasonalLoad load = level(10);
  load.daily.assign(24, 1);
  load.noise = {{0.2, 10min}, {0.1, 0s}};
  load.bursts = SeasonalBursts{30, 1, 1, 1min, 5min};
  const auto whole = intensityOf(load, 30h);
  ASSERT_TRUE(whole);
  EXPECT_EQ(*whole, *intensityOf(LoadShape{load}, 30h));
  EXPECT_EQ(whole->slice(hours(0), hours(5)), *intensityOf(load, 5h));
  SeasonalLoad other = load;
  other.seed = 2;
  EXPECT_NE(*whole, *intensityOf(other, 30h));
  other = load;
  other.offset = 90min;
  EXPECT_EQ(whole->slice(hours(1.5), hours(6)), *intensityOf(other, 4h + 30min));
}

TEST(Seasonal, RefusesWhatIsNoLoad) {
  const auto with = [](auto change) {
    SeasonalLoad load = level(1);
    load.bursts = SeasonalBursts{1, 1, 0, 1min, 5min};
    load.noise = {{0.1, 1min}};
    change(load);
    return errorOf(load);
  };
  EXPECT_EQ(with([](SeasonalLoad&) {}), "no error");
  EXPECT_THAT(with([](SeasonalLoad& l) { l.level = -1; }), HasSubstr("level: found -1"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.level = std::nan(""); }), HasSubstr("level"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.level = 1e300; }), HasSubstr("level: a rate of"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.trend = std::nan(""); }), HasSubstr("trend"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.daily = {1, 2}; }), HasSubstr("daily: 2 factors; 24"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.weekly.assign(24, 1); }), HasSubstr("weekly"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.weekly.assign(7, -1); }), HasSubstr("weekly[0]"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.noise[0].cv = -1; }), HasSubstr("noise[0].cv"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.noise[0].memory = -1s; }), HasSubstr("noise[0].mem"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.bursts->perDay = 1e9; }), HasSubstr("bursts.perDay"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.bursts->median = -1; }), HasSubstr("bursts.median"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.bursts->cv = -1; }), HasSubstr("bursts.cv"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.bursts->rise = -1s; }), HasSubstr("bursts.rise"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.bursts->decay = 0s; }), HasSubstr("bursts.decay"));
  EXPECT_THAT(with([](SeasonalLoad& l) {
                l.bursts->perDay = 1e5;
                l.bursts->rise = 1h;
              }),
              HasSubstr("too many bursts rise at a time"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.interval = 0s; }), HasSubstr("interval"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.interval = 1us; }), HasSubstr("too short"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.offset = -1s; }), HasSubstr("offset"));
  EXPECT_THAT(with([](SeasonalLoad& l) { l.offset = Duration::max(); }), HasSubstr("offset"));
  EXPECT_THAT(errorOf(level(1), 0s), HasSubstr("no length"));
  EXPECT_THAT(errorOf(level(1), Duration::max()), HasSubstr("at most 4000000 intervals"));
}

}  // namespace
}  // namespace evenkeel
