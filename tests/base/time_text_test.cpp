#include "base/time_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace evenkeel {
namespace {

std::int64_t ns(std::string_view text) {
  const auto d = parseDuration(text);
  return d ? d->count() : -1;
}

TEST(TimeText, ReadsDurations) {
  EXPECT_EQ(ns("0"), 0);
  EXPECT_EQ(ns("15s"), 15'000'000'000);
  EXPECT_EQ(ns("1h30m"), 5'400'000'000'000);
  EXPECT_EQ(ns("1.5s"), 1'500'000'000);
  EXPECT_EQ(ns("250ms"), 250'000'000);
  EXPECT_EQ(ns("2d"), 172'800'000'000'000);
  EXPECT_EQ(ns("1us2ns"), 1002);
  EXPECT_EQ(ns("+1ns"), 1);
  EXPECT_EQ(parseDuration("-2m"), Duration(-120s));
}

TEST(TimeText, RefusesOtherText) {
  for (const char* bad : {"", "15", "s", "1 s", "1s ", "1m1h", "1s1s", "1.2.3s", "1S", "1min",
                          "--1s", "1e3s", "999999999d", "inf", "1s-"})
    EXPECT_FALSE(parseDuration(bad)) << bad;
}

RC_GTEST_PROP(TimeText, DurationsAreReadBack, (std::int64_t count)) {
  RC_PRE(count != std::numeric_limits<std::int64_t>::min());
  RC_ASSERT(parseDuration(durationText(Duration(count))).value() == Duration(count));
}

TEST(TimeText, WritesDurationsForPeople) {
  EXPECT_EQ(durationText(Duration::zero()), "0s");
  EXPECT_EQ(durationText(90s), "1m30s");
  EXPECT_EQ(durationText(Duration(1h) + Duration(1)), "1h1ns");
  EXPECT_EQ(durationText(-Duration(1500ms)), "-1s500ms");
}

TEST(TimeText, ReadsPointsInTime) {  // RFC 3339 section 5.8; seconds by GNU date
  EXPECT_EQ(parseTimestamp("1985-04-12T23:20:50.52Z")->time_since_epoch(), 482196050520ms);
  EXPECT_EQ(parseTimestamp("1996-12-19T16:39:57-08:00")->time_since_epoch(), 851042397s);
  EXPECT_EQ(parseTimestamp("1937-01-01T12:00:27.87+00:20")->time_since_epoch(), -1041337172130ms);
  EXPECT_EQ(parseTimestamp("2000-02-29T00:00:00Z")->time_since_epoch(), 951782400s);
  for (const char* bad : {"2001-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "now",
                          "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "9999-01-01T00:00:00Z"})
    EXPECT_FALSE(parseTimestamp(bad)) << bad;
}

RC_GTEST_PROP(TimeText, PointsInTimeAreReadBack, ()) {
  const WallTime time{Duration(
      *rc::gen::inRange<std::int64_t>(-2'000'000'000'000'000'000, 9'000'000'000'000'000'000))};
  RC_ASSERT(parseTimestamp(timestampText(time)).value() == time);
}

}  // namespace
}  // namespace evenkeel
