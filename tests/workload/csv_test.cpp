#include "workload/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel {
namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> recordsOf(std::string_view text) {
  CsvReader csv(text, "f.csv");
  Records records;
  std::vector<std::string> fields;
  for (;;) {
    const auto more = csv.next(fields);
    if (!more) {
      EXPECT_FALSE(csv.next(fields).value_or(false));  // nothing after an error
      return tl::unexpected(more.error());
    }
    if (!*more) return records;
    records.push_back(fields);
  }
}

std::string errorOf(std::string_view text) {
  const auto records = recordsOf(text);
  return records ? "no error" : records.error().where + ": " + records.error().what;
}

TEST(Csv, FieldsQuotesAndLineEnds) {
  const Records expected{{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(*recordsOf("a,b\n1,2\n"), expected);
  EXPECT_EQ(*recordsOf("a,b\r\n1,2\r\n"), expected);
  EXPECT_EQ(*recordsOf("a,b\r1,2\r"), expected);
  EXPECT_EQ(*recordsOf("\xef\xbb\xbf"
                       "a,b\n\n \t\n1 ,\t2\n\n"),
            expected);
  EXPECT_EQ(*recordsOf("\"a\" , \"b\"\n\"1\",2\n"), expected);
  EXPECT_EQ(*recordsOf("\"x,\"\"y\"\"\nz\",\n"), (Records{{"x,\"y\"\nz", ""}}));
  EXPECT_EQ(*recordsOf(","
                       "\n"),
            (Records{{"", ""}}));
  EXPECT_TRUE(recordsOf("")->empty());
  EXPECT_TRUE(recordsOf("\n\n")->empty());
}

TEST(Csv, ErrorsNameTheLine) {
  EXPECT_EQ(errorOf("a,b\n\"x\ny\",1\n2,\"3\n"), "f.csv:4: a quote that is never closed");
  EXPECT_EQ(errorOf("a,b\n1,\"2\"x\n"), "f.csv:2: text after a closing quote");
  EXPECT_EQ(errorOf(std::string_view("a,b\n1,\0\n", 8)), "f.csv:2: not text");
  EXPECT_EQ(errorOf("a\x1b[2J\n"), "f.csv:1: not text");
  EXPECT_EQ(errorOf("a,b\n1,23"), "f.csv:2: the last line has no end: the file may be cut off");
  EXPECT_EQ(errorOf("a,b\n1,\"23\""), "f.csv:2: the last line has no end: the file may be cut off");
  EXPECT_EQ(errorOf(std::string(20'000, ',')), "f.csv:1: more than 10000 columns");
}

}  // namespace
}  // namespace evenkeel
