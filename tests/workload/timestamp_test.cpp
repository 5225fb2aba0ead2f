#include "workload/timestamp.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

// Seconds since 1970 by `date -u -d ... +%s`.
TEST(Timestamp, FormsOfIso8601) {
  const auto seconds = [](const char* text) {
    const auto time = parseTraceTime(text);
    return time ? toSeconds(time->time_since_epoch()) : -1;
  };
  EXPECT_EQ(seconds("1970-01-01"), 0);
  EXPECT_EQ(seconds("1998-04-30T21:30"), 893971800);
  EXPECT_EQ(seconds("1998-04-30 21:30:00"), 893971800);
  EXPECT_EQ(seconds("1998-04-30t21:30:00z"), 893971800);
  EXPECT_EQ(seconds("1998-04-30T23:30:00+02:00"), 893971800);
  EXPECT_EQ(seconds("1998-04-30 16:00:00 -0530"), 893971800);
  EXPECT_EQ(seconds("1998-05-01 00:30+03"), 893971800);
  EXPECT_EQ(seconds("2024-02-29T12:00:00.5Z"), 1709208000.5);
  EXPECT_EQ(parseTraceTime("2000-01-01T00:00:00.123456789999Z")->time_since_epoch().count() %
                1'000'000'000,
            123'456'789);
}

TEST(Timestamp, RefusesTheRest) {
  for (const char* text : {"",
                           "2023",
                           "2023-02-29",
                           "2023-13-01",
                           "2023-00-10",
                           "23-01-01",
                           "2023-1-1",
                           "2023-01-01T",
                           "2023-01-01T24:00",
                           "2023-01-01T10:60",
                           "2023-01-01T10:00:60",
                           "2023-01-01T10:00:00.",
                           "2023-01-01T10:00:00X",
                           "2023-01-01T10:00+",
                           "2023-01-01T10:00+1",
                           "2023-01-01T10:00Zx",
                           "1899-12-31",
                           "2200-01-01",
                           "2023-01-01T1",
                           "-023-01-01",
                           "2023-01-01  10:00",
                           "12:00"}) {
    EXPECT_FALSE(parseTraceTime(text)) << text;
  }
}

}  // namespace
}  // namespace evenkeel
