#include "policy/scaling/cron.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/time_text.h"

namespace evenkeel {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

LocalTime local(const std::string& text) {
  return LocalTime(parseTimestamp(text + ":00Z")->time_since_epoch());
}

// The latest moment within a year; 2026-01-01 is a Thursday.
std::string latest(std::string_view cron, const std::string& until) {
  const auto parsed = Cron::parse(cron);
  if (!parsed) return parsed.error().text();
  const auto found = parsed->latest(local(until) - std::chrono::hours(24 * 366), local(until));
  if (!found) return "none";
  return timestampText(WallTime(found->time_since_epoch())).substr(0, 16);
}

TEST(Cron, TheLatestMoment) {
  EXPECT_EQ(latest("0 8 * * *", "2026-01-15T08:00"), "2026-01-15T08:00");
  EXPECT_EQ(latest("0 8 * * *", "2026-01-15T07:59"), "2026-01-14T08:00");
  EXPECT_EQ(latest("* * * * *", "2026-01-15T07:59"), "2026-01-15T07:59");
  EXPECT_EQ(latest("30 0 * * *", "2026-01-15T00:29"), "2026-01-14T00:30");
  EXPECT_EQ(latest("30 0,12 * * *", "2026-01-15T12:29"), "2026-01-15T00:30");
  EXPECT_EQ(latest("0 0 1 1 *", "2026-07-01T00:00"), "2026-01-01T00:00");
  EXPECT_EQ(latest("0 0 29 2 *", "2024-12-31T00:00"), "2024-02-29T00:00");
  EXPECT_EQ(latest("0 0 29 2 *", "2026-12-31T00:00"), "none");
}

TEST(Cron, TheLatestMomentsOfAnotherImplementation) {  // data/cron.py
  const auto cases =
      nlohmann::json::parse(std::ifstream(EVENKEEL_SOURCE_DIR "/tests/policy/data/cron.json"));
  for (const auto& one : cases)
    EXPECT_EQ(latest(one[0].get<std::string>(), one[1]), one[2].get<std::string>())
        << one[0] << ' ' << one[1];
  EXPECT_EQ(cases.size(), 200u);
}

TEST(Cron, ListsRangesAndSteps) {
  EXPECT_EQ(latest("*/15 * * * *", "2026-01-15T07:59"), "2026-01-15T07:45");
  EXPECT_EQ(latest("5-59/20 * * * *", "2026-01-15T07:59"), "2026-01-15T07:45");
  EXPECT_EQ(latest("5/20 * * * *", "2026-01-15T07:44"), "2026-01-15T07:25");
  EXPECT_EQ(latest("0 9-17/4,22 * * *", "2026-01-15T21:59"), "2026-01-15T17:00");
  EXPECT_EQ(latest("0 9-17/4,22 * * *", "2026-01-15T16:59"), "2026-01-15T13:00");
  EXPECT_EQ(latest("0 9-17/4,22 * * *", "2026-01-15T08:59"), "2026-01-14T22:00");
}

TEST(Cron, NamesAndBothSundays) {
  EXPECT_EQ(latest("0 8 * * MON-fri", "2026-01-18T12:00"), "2026-01-16T08:00");
  EXPECT_EQ(latest("0 8 * * 1-5", "2026-01-18T12:00"), "2026-01-16T08:00");
  for (const char* sunday : {"0", "7", "sun", "Sun", "0-0", "7-7"})
    EXPECT_EQ(latest(std::string("0 8 * * ") + sunday, "2026-01-20T12:00"), "2026-01-18T08:00")
        << sunday;
  EXPECT_EQ(latest("0 8 * * fri-sun", "2026-01-20T12:00"), "2026-01-18T08:00");
  EXPECT_EQ(latest("0 8 * * 5-7", "2026-01-17T12:00"), "2026-01-17T08:00");
  EXPECT_EQ(latest("0 8 1 Jan,jul *", "2026-06-30T12:00"), "2026-01-01T08:00");
  EXPECT_EQ(latest("0 8 1 jan-mar *", "2026-06-30T12:00"), "2026-03-01T08:00");
}

// crontab(5): either suffices where neither holds a star.
TEST(Cron, DayOfMonthOrDayOfWeek) {
  EXPECT_EQ(latest("0 0 13 * 5", "2026-01-16T12:00"), "2026-01-16T00:00");  // a Friday
  EXPECT_EQ(latest("0 0 13 * 5", "2026-01-15T12:00"), "2026-01-13T00:00");  // the 13th
  EXPECT_EQ(latest("0 0 13 * *", "2026-01-16T12:00"), "2026-01-13T00:00");
  EXPECT_EQ(latest("0 0 * * 5", "2026-01-15T12:00"), "2026-01-09T00:00");
  EXPECT_EQ(latest("0 0 */2 * 5", "2026-01-16T12:00"), "2026-01-09T00:00");  // odd, and a Friday
  EXPECT_EQ(latest("0 0 30 2 1", "2026-03-01T12:00"), "2026-02-23T00:00");   // Mondays of February
}

TEST(Cron, ShortNames) {
  EXPECT_EQ(latest("@hourly", "2026-01-15T07:59"), "2026-01-15T07:00");
  EXPECT_EQ(latest("@daily", "2026-01-15T07:59"), "2026-01-15T00:00");
  EXPECT_EQ(latest("@weekly", "2026-01-15T07:59"), "2026-01-11T00:00");
  EXPECT_EQ(latest("@monthly", "2026-01-15T07:59"), "2026-01-01T00:00");
  EXPECT_EQ(latest("@yearly", "2026-07-15T07:59"), "2026-01-01T00:00");
}

TEST(Cron, RefusesWhatIsNone) {
  const auto fault = [](std::string_view text) { return Cron::parse(text).error().text(); };
  const std::string five =
      "; write minute, hour, day of month, month and day of week, such as '0 8 * * 1-5'";
  EXPECT_EQ(fault(""), "found '', which has 0 fields" + five);
  EXPECT_EQ(fault("daily"), "found 'daily', which has 1 field" + five);
  EXPECT_EQ(fault("0 0 8 * * 1-5"), "found '0 0 8 * * 1-5', which has 6 fields" + five);
  EXPECT_EQ(fault("60 * * * *"),
            "found '60' as the minute; write 0 to 59, as a number, a range (a-b), a list (a,b), or "
            "* for all");
  EXPECT_THAT(fault("0 24 * * *"), StartsWith("found '24' as the hour; write 0 to 23"));
  EXPECT_THAT(fault("0 0 0 * *"), StartsWith("found '0' as the day of month; write 1 to 31"));
  EXPECT_THAT(fault("0 0 1 13 *"),
              StartsWith("found '13' as the month; write 1 to 12, or jan to dec"));
  EXPECT_THAT(fault("0 0 * * 8"),
              StartsWith("found '8' as the day of week; write 0 to 7, or sun to sat"));
  EXPECT_THAT(fault("0 0 * * monday"), StartsWith("found 'monday' as the day of week"));
  EXPECT_THAT(fault("0 mon * * *"), StartsWith("found 'mon' as the hour"));
  EXPECT_THAT(fault("*/0 * * * *"), HasSubstr("write a step from 1 to 60"));
  EXPECT_THAT(fault("*/90 * * * *"), HasSubstr("write a step from 1 to 60"));
  EXPECT_THAT(fault("*/ * * * *"), HasSubstr("found '*/' as the minute"));
  EXPECT_THAT(fault("0 22-6 * * *"), HasSubstr("write the earlier one first, or two ranges"));
  for (const char* wrong : {"1, * * * *", "-1 * * * *", "1- * * * *", "1-2-3 * * * *", "+1 * * * *",
                            "1.5 * * * *", "** * * * *", "4294967296 * * * *", "? * * * *"})
    EXPECT_THAT(fault(wrong), HasSubstr("as the minute")) << wrong;
  EXPECT_EQ(fault("0 0 30 2 *"),
            "found day 30 of month 2, which no year has; write a day that the month has");
  EXPECT_THAT(fault("0 0 31 apr,jun *"), HasSubstr("which no year has"));
  EXPECT_THAT(fault("@reboot"), HasSubstr("@hourly, @daily"));
  EXPECT_THAT(fault("@daily 1"), HasSubstr("write five fields, or @hourly"));
}

}  // namespace
}  // namespace evenkeel
