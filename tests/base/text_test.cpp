#include "base/text.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

TEST(Text, EditDistance) {  // Damerau, 1964: one step each; the last is Levenshtein's own example
  EXPECT_EQ(editDistance("", ""), 0u);
  EXPECT_EQ(editDistance("abc", "ABC"), 0u);
  EXPECT_EQ(editDistance("abc", "acb"), 1u);
  EXPECT_EQ(editDistance("abc", "ab"), 1u);
  EXPECT_EQ(editDistance("abc", "abx"), 1u);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(editDistance("", "abcd"), 4u);
}

TEST(Text, NearestName) {
  const std::vector<std::string> names{"replicas", "requests", "name", "cpu"};
  EXPECT_EQ(nearestName("replica", names), "replicas");
  EXPECT_EQ(nearestName("Requests", names), "requests");
  EXPECT_EQ(nearestName("cup", names), "cpu");
  EXPECT_EQ(nearestName("elephant", names), std::nullopt);
  EXPECT_EQ(nearestName("", names), std::nullopt);
  EXPECT_EQ(nearestName(std::string(100'000, 'a'), names), std::nullopt);
}

TEST(Text, QuotesForPeople) {
  EXPECT_EQ(quotedForPeople("a b"), "'a b'");
  EXPECT_EQ(quotedForPeople("a\nb\x01\xff"), "'a\\nb\\x01\\xff'");
  EXPECT_EQ(quotedForPeople("é→"), "'é→'");
  EXPECT_EQ(quotedForPeople(std::string(100, 'x'), 5), "'xxxxx…'");
}

TEST(Text, FindsInvalidUtf8) {  // RFC 3629: overlong forms, surrogates, beyond U+10FFFF, cut off
  constexpr auto kNone = std::string_view::npos;
  EXPECT_EQ(findInvalidUtf8("aé→😀"), kNone);
  EXPECT_EQ(findInvalidUtf8("a\xc0\x80"), 1u);
  EXPECT_EQ(findInvalidUtf8("\xe0\x80\x80"), 0u);
  EXPECT_EQ(findInvalidUtf8("\xed\xa0\x80"), 0u);
  EXPECT_EQ(findInvalidUtf8("\xf4\x90\x80\x80"), 0u);
  EXPECT_EQ(findInvalidUtf8("ab\xe2\x86"), 2u);
  EXPECT_EQ(findInvalidUtf8("\x80"), 0u);
}

TEST(Text, JoinsWords) {
  EXPECT_EQ(joinedByOr({}), "");
  EXPECT_EQ(joinedByOr({"a"}), "a");
  EXPECT_EQ(joinedByOr({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace evenkeel
