#include "kubernetes/object_cutter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Cut {
  std::vector<std::string> objects;
  std::vector<std::string> rests;
  std::string fault;
  bool atEnd = false;
};

Cut cut(const std::string& member, std::string_view text, std::size_t piece = 1000,
        const ObjectCutter::Limits& limits = {}) {
  Cut out;
  ObjectCutter cutter(
      member, [&](std::string_view object) { out.objects.emplace_back(object); },
      [&](std::string_view rest) { out.rests.emplace_back(rest); }, limits);
  for (std::size_t i = 0; i < text.size() && out.fault.empty(); i += piece) {
    if (const auto done = cutter.push(text.substr(i, piece)); !done) out.fault = done.error().what;
  }
  out.atEnd = cutter.atEnd();
  return out;
}

constexpr std::string_view kList =
    R"({"kind":"PodList","metadata":{"resourceVersion":"7","items":[{"no":1}]},)"
    R"("items":[{"a":{"items":[{}]}}, {"b":"}\"]{"},{}]})";

TEST(ObjectCutter, WhatIsEscapedEndsNoString) {
  const std::string object = R"({"a\n":"\n\\","b":"\u0022}\\\""})";
  for (const std::size_t piece : {1u, 2u, 3u, 1000u}) {
    const Cut out = cut("items", R"({"k\\":"\t","items":[)" + object + "]}", piece);
    EXPECT_THAT(out.objects, ElementsAre(object));
    EXPECT_THAT(out.rests, ElementsAre(R"({"k\\":"\t","items":[null]})"));
  }
}

TEST(ObjectCutter, CutsTheItemsOfAList) {
  for (const std::size_t piece : {1u, 2u, 7u, 1000u}) {
    const Cut out = cut("items", kList, piece);
    EXPECT_THAT(out.objects, ElementsAre(R"({"a":{"items":[{}]}})", R"({"b":"}\"]{"})", "{}"));
    EXPECT_THAT(
        out.rests,
        ElementsAre(R"({"kind":"PodList","metadata":{"resourceVersion":"7","items":[{"no":1}]},)"
                    R"("items":[null, null,null]})"));
    EXPECT_TRUE(out.atEnd);
    EXPECT_EQ(out.fault, "");
  }
}

TEST(ObjectCutter, CutsTheObjectsOfAWatch) {
  const Cut out = cut("object",
                      "{\"type\":\"ADDED\",\"object\":{\"x\":1}}\n{\"type\":\"DELETED\",\"object\":"
                      "{\"x\":{\"object\":{}}}}\n");
  EXPECT_THAT(out.objects, ElementsAre(R"({"x":1})", R"({"x":{"object":{}}})"));
  EXPECT_THAT(out.rests, ElementsAre(R"({"type":"ADDED","object":null})",
                                     R"({"type":"DELETED","object":null})"));
}

TEST(ObjectCutter, OfAnEmptyListThereIsNothingToCut) {
  for (const char* text : {R"({"items":[]})", R"({"items":null})", R"({})"}) {
    const Cut out = cut("items", text);
    EXPECT_THAT(out.objects, IsEmpty());
    EXPECT_THAT(out.rests, ElementsAre(text));
  }
}

// "items" as a value, or as a key further down, is none.
TEST(ObjectCutter, KnowsKeysFromValues) {
  const Cut out = cut("items", R"({"kind":"items","other":[{"a":1}],"items":[{"b":2}]})");
  EXPECT_THAT(out.objects, ElementsAre(R"({"b":2})"));
}

TEST(ObjectCutter, AnAnswerThatBreaksOffIsNotAtItsEnd) {
  for (std::size_t length = 1; length < kList.size(); ++length)
    EXPECT_FALSE(cut("items", kList.substr(0, length)).atEnd) << length;
}

TEST(ObjectCutter, KeepsToItsLimitsHoweverItIsCut) {
  const auto faultOf = [](const std::string& text, std::size_t piece) {
    return cut("items", text, piece, {1000, 1000}).fault;
  };
  for (const std::size_t piece : {1u, 100u, 100'000u}) {
    const std::string large = R"({"items":[{"a":")" + std::string(2000, 'x');
    EXPECT_THAT(faultOf(large, piece), HasSubstr("longer than 1000 bytes")) << piece;
    const std::string rest = R"({"kind":")" + std::string(2000, 'x');
    EXPECT_THAT(faultOf(rest, piece), HasSubstr("not that of an API server")) << piece;
    EXPECT_NE(faultOf("{\"" + std::string(300, 'k'), piece), "") << piece;
    EXPECT_EQ(faultOf("{\"" + std::string(250, 'k'), piece), "") << piece;
  }
  EXPECT_NE(cut("items", std::string(100'000, '['), 100).fault, "");
  EXPECT_THAT(cut("items", "{]").fault, HasSubstr("do not match"));
  EXPECT_THAT(cut("items", "<html></html>}").fault, HasSubstr("do not match"));
}

}  // namespace
}  // namespace evenkeel::kubernetes
