#include "view/text_layout.h"

#include <gtest/gtest.h>

#include "view/table.h"

namespace evenkeel::view {
namespace {

TEST(TextLayout, FitsByColumnsNotBytes) {
  EXPECT_EQ(columns("850 µs"), 6u);
  EXPECT_EQ(fit("µ", 3), "µ  ");
  EXPECT_EQ(fit("abcdef", 4), "abc…");
  EXPECT_EQ(fit("ααααα", 4), "ααα…");
  EXPECT_EQ(fit("abc", 0), "");
}

TEST(TextLayout, WrapsAtSpaces) {
  EXPECT_EQ(wrap("one two three four", 9, "  "), "one two\n  three\n  four");
  EXPECT_EQ(wrap("incomprehensibilities a", 5), "incomprehensibilities\na");
  EXPECT_EQ(wrap("", 10), "");
  EXPECT_EQ(wrap("of 60 % more", 5), "of\n60 %\nmore") << "a number keeps its sign";
}

TEST(TextLayout, CutsOutWhatAScreenHolds) {
  EXPECT_EQ(cutOut("one\ntwo\n", 10, 2), "one\ntwo\n");
  EXPECT_EQ(cutOut("a long line\n", 6, 2), "a lon…\n");
  EXPECT_EQ(cutOut("one\ntwo\nthree\n", 14, 2), "one\n… 2 more lines\n");
  EXPECT_EQ(cutOut("", 10, 2), "");
  EXPECT_EQ(cutOut("one\ntwo\n", 14, 0), "… 2 more lines\n");
}

TEST(TextLayout, NothingFromOutsideSteersTheTerminal) {
  EXPECT_EQ(printable("a\x1b[2Jb\n"), "a?[2Jb?");
  EXPECT_EQ(printable("caf\xc3\xa9"), "café");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "?31m");  // the one-character form of ESC [
  EXPECT_EQ(printable("\xff\xc3"), "??");
}

TEST(TextLayout, SparklineScalesToItsTop) {
  const std::vector<std::optional<double>> values{0.0, 4.0, std::nullopt, 8.0};
  EXPECT_EQ(sparkline(values, 5), " ▁▅ █");
  EXPECT_EQ(sparkline(values, 4, 16), "▁▃ ▅");
  EXPECT_EQ(sparkline(values, 2), " █");
  EXPECT_EQ(sparkline(values, 4, 4), "▁█ █");
}

TEST(TextLayout, BarsHaveEighths) {
  EXPECT_EQ(bar(0.5, 4), "██  ");
  EXPECT_EQ(bar(0.53125, 4), "██▏ ");
  EXPECT_EQ(bar(2, 2), "██");
  EXPECT_EQ(bar(-1, 2), "  ");
}

TEST(Table, AlignsByColumns) {
  EXPECT_EQ(table({{"POLICY", Align::Left}, {"P95"}, {"NOTE", Align::Left}},
                  {{"static", "850 µs", ""}, {"hpa(cpu=60)", "1.2 s", "best"}}),
            "POLICY          P95  NOTE\n"
            "static       850 µs\n"
            "hpa(cpu=60)   1.2 s  best\n");
}

}  // namespace
}  // namespace evenkeel::view
