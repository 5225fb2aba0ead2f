#include "view/figures.h"

#include <gtest/gtest.h>

#include <limits>

namespace evenkeel::view {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Figures, NumbersHaveThreeSignificantDigits) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(1), "1");
  EXPECT_EQ(number(0.0339), "0.034");
  EXPECT_EQ(number(1.239), "1.24");
  EXPECT_EQ(number(12.449), "12.4");
  EXPECT_EQ(number(99.96), "100");
  EXPECT_EQ(number(1480.2), "1480");
  EXPECT_EQ(number(12'400'000), "12.4 M");
  EXPECT_EQ(number(-2.5), "-2.5");
  EXPECT_EQ(number(-0.0001), "-0.0001");
  EXPECT_EQ(number(kNaN), "-");
  EXPECT_EQ(number(12.5, "requests/s"), "12.5 requests/s");
}

TEST(Figures, TimesChangeTheirUnit) {
  EXPECT_EQ(seconds(0), "0 s");
  EXPECT_EQ(seconds(0.00085), "850 µs");
  EXPECT_EQ(seconds(0.0123), "12.3 ms");
  EXPECT_EQ(seconds(0.9996), "1 s");
  EXPECT_EQ(seconds(90), "90 s");
  EXPECT_EQ(seconds(720), "12 min");
  EXPECT_EQ(seconds(3 * 3600), "3 h");
  EXPECT_EQ(seconds(kNaN), "-");
  EXPECT_EQ(span(90s), "90 s");
  EXPECT_EQ(span(std::chrono::minutes(90)), "1 h 30 min");
  EXPECT_EQ(span(std::chrono::seconds(3601)), "1 h 1 s");
}

TEST(Figures, SharesBytesAndCores) {
  EXPECT_EQ(percent(0.8344), "83.4 %");
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(bytes(512.0 * 1024 * 1024), "512 MiB");
  EXPECT_EQ(bytes(100), "100 B");
  EXPECT_EQ(cores(0.25), "250 millicores");
  EXPECT_EQ(cores(1), "1 core");
  EXPECT_EQ(cores(1.5), "1.5 cores");
  EXPECT_EQ(count(1, "pod"), "1 pod");
  EXPECT_EQ(count(0, "pod"), "0 pods");
}

TEST(Figures, ClockCountsFromTheStartOfTheRun) {
  EXPECT_EQ(clock(Instant(750s)), "00:12:30");
  EXPECT_EQ(clock(Instant(750s + 999ms)), "00:12:30");
  EXPECT_EQ(clock(Instant(std::chrono::hours(51))), "2d 03:00:00");
  EXPECT_EQ(clock(Instant(-5s)), "5 s before the start");
}

}  // namespace
}  // namespace evenkeel::view
