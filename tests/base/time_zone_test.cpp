// Reference: the rules of the zones as tzdata publishes them, worked out by hand.
#include "base/time_zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace evenkeel {
namespace {

using ::testing::HasSubstr;

WallTime utc(std::string_view text) {
  return *parseTimestamp(text);
}

// "2026-03-29T02:30" as clocks show it.
LocalTime local(const std::string& text) {
  return LocalTime(utc(text + ":00Z").time_since_epoch());
}

std::string beginOf(const char* zone, const std::string& time) {
  return timestampText(TimeZone::named(zone)->begin(local(time)));
}

std::string shownBy(const char* zone, std::string_view time) {
  const LocalTime shown = TimeZone::named(zone)->latestShown(utc(time));
  return timestampText(WallTime(shown.time_since_epoch()));
}

TEST(TimeZone, SummerAndWinter) {
  EXPECT_EQ(beginOf("Europe/Rome", "2026-01-15T08:00"), "2026-01-15T07:00:00Z");
  EXPECT_EQ(beginOf("Europe/Rome", "2026-07-15T08:00"), "2026-07-15T06:00:00Z");
  EXPECT_EQ(beginOf("America/New_York", "2026-07-15T08:00"), "2026-07-15T12:00:00Z");
  EXPECT_EQ(beginOf("Asia/Kolkata", "2026-07-15T08:00"), "2026-07-15T02:30:00Z");
  EXPECT_EQ(beginOf("UTC", "2026-07-15T08:00"), "2026-07-15T08:00:00Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-07-15T06:00:00Z"), "2026-07-15T08:00:00Z");
}

TEST(TimeZone, WhatClocksJumpOverBeginsAtTheJump) {
  EXPECT_EQ(beginOf("Europe/Rome", "2026-03-29T01:59"), "2026-03-29T00:59:00Z");
  EXPECT_EQ(beginOf("Europe/Rome", "2026-03-29T02:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(beginOf("Europe/Rome", "2026-03-29T02:30"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(beginOf("Europe/Rome", "2026-03-29T03:00"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(beginOf("America/New_York", "2026-03-08T02:15"), "2026-03-08T07:00:00Z");
  EXPECT_EQ(beginOf("Australia/Lord_Howe", "2026-10-04T02:10"), "2026-10-03T15:30:00Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-03-29T00:59:59Z"), "2026-03-29T01:59:59Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-03-29T01:00:00Z"), "2026-03-29T03:00:00Z");
}

TEST(TimeZone, WhatIsTwiceBeginsTheFirstTime) {
  EXPECT_EQ(beginOf("Europe/Rome", "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(beginOf("Europe/Rome", "2026-10-25T03:00"), "2026-10-25T02:00:00Z");
  EXPECT_EQ(beginOf("America/New_York", "2026-11-01T01:30"), "2026-11-01T05:30:00Z");
  EXPECT_EQ(beginOf("Australia/Lord_Howe", "2026-04-05T01:45"), "2026-04-04T14:45:00Z");
  // The hour that is shown again adds nothing.
  EXPECT_EQ(shownBy("Europe/Rome", "2026-10-25T00:30:00Z"), "2026-10-25T02:30:00Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-10-25T01:00:00Z"), "2026-10-25T02:59:59.999999999Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-10-25T01:59:59Z"), "2026-10-25T02:59:59.999999999Z");
  EXPECT_EQ(shownBy("Europe/Rome", "2026-10-25T02:00:00Z"), "2026-10-25T03:00:00Z");
}

TEST(TimeZone, AWholeDayMayBeMissing) {
  EXPECT_EQ(beginOf("Pacific/Apia", "2011-12-30T08:00"), "2011-12-30T10:00:00Z");
}

TEST(TimeZone, AnUnknownNameNamesTheNearest) {
  const auto fault = [](const char* name) { return TimeZone::named(name).error().text(); };
  EXPECT_EQ(fault("Europe/Roma"), "unknown time zone 'Europe/Roma'; did you mean Europe/Rome?");
  EXPECT_EQ(fault("europe/rome"), "unknown time zone 'europe/rome'; did you mean Europe/Rome?");
  EXPECT_EQ(fault("rome"), "unknown time zone 'rome'; did you mean Europe/Rome?");
  EXPECT_EQ(fault("New_York"), "unknown time zone 'New_York'; did you mean America/New_York?");
  EXPECT_THAT(fault("somewhere else"), HasSubstr("such as Europe/Rome"));
  for (const char* none : {"", "localtime", "../../etc/passwd", "/etc/localtime", "Europe"})
    EXPECT_THAT(fault(none), HasSubstr("unknown time zone")) << none;
}

}  // namespace
}  // namespace evenkeel
