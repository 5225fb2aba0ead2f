#include "telemetry/answer_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

struct Read {
  std::vector<SampledSeries> series;
  std::optional<AnswerEnd> end;
  std::string fault;
};

Read read(std::string_view text, std::size_t piece = 1 << 20,
          const AnswerReader::Limits& limits = {}) {
  Read out;
  AnswerReader reader([&](const SampledSeries& series) { out.series.push_back(series); }, limits);
  for (std::size_t i = 0; i < text.size(); i += piece) {
    if (const auto pushed = reader.push(text.substr(i, piece)); !pushed) {
      out.fault = pushed.error().what;
      return out;
    }
  }
  auto end = reader.end();
  if (end) {
    out.end = *end;
  } else {
    out.fault = end.error().what;
  }
  return out;
}

constexpr std::string_view kMatrix =
    R"({"status":"success","data":{"resultType":"matrix","result":[)"
    R"({"metric":{"pod":"a\"]}","namespace":"shop"},"values":[[1700000000,"0.25"],[1700000300.5,"1e-3"]]},)"
    R"({"metric":{},"values":[[1700000000,"NaN"],[1700000300,"+Inf"],[1700000600,"7"]],"histograms":[[1,{"count":"2"}]]})"
    R"(]},"warnings":["half of it","and more"]})";

TEST(AnswerReader, SeriesTakeNoRoomOnceTheyAreGiven) {
  std::string text = R"({"status":"success","data":{"resultType":"vector","result":[)";
  for (int i = 0; i < 1000; ++i) text += R"({"metric":{},"value":[1,"2"]},)";
  text.back() = ']';
  const Read got = read(text + "}}", 64, {.rest = 200});
  EXPECT_TRUE(got.end) << got.fault;
  EXPECT_THAT(got.series, SizeIs(1000));
}

TEST(AnswerReader, GivesTheSeriesOfAMatrixWhereverItIsCut) {
  for (const std::size_t piece : {1u, 2u, 3u, 7u, 64u, 4096u}) {
    const Read got = read(kMatrix, piece);
    ASSERT_TRUE(got.end) << got.fault;
    EXPECT_TRUE(got.end->success);
    EXPECT_THAT(got.end->warnings, ElementsAre("half of it", "and more"));
    ASSERT_THAT(got.series, SizeIs(2));
    EXPECT_THAT(got.series[0].labels, ElementsAre(Pair("pod", "a\"]}"), Pair("namespace", "shop")));
    EXPECT_EQ(got.series[0].label("namespace"), "shop");
    EXPECT_EQ(got.series[0].label("node"), "");
    EXPECT_THAT(got.series[0].points,
                ElementsAre(SamplePoint{1700000000, 0.25}, SamplePoint{1700000300.5, 0.001}));
    EXPECT_THAT(got.series[1].labels, IsEmpty());
    EXPECT_THAT(got.series[1].points, ElementsAre(SamplePoint{1700000600, 7}));
  }
}

TEST(AnswerReader, AVectorHasOnePointASeries) {
  const Read got = read(
      R"({"status":"success","data":{"result":[{"value":[1,"2"],"metric":{"a":"b"}}],"resultType":"vector"}})");
  ASSERT_THAT(got.series, SizeIs(1)) << got.fault;
  EXPECT_THAT(got.series[0].points, ElementsAre(SamplePoint{1, 2}));
  EXPECT_EQ(got.series[0].label("a"), "b");
}

TEST(AnswerReader, AnErrorBearsItsWords) {
  const Read got = read(R"({"status":"error","errorType":"bad_data","error":"parse error {["})", 5);
  ASSERT_TRUE(got.end) << got.fault;
  EXPECT_FALSE(got.end->success);
  EXPECT_EQ(got.end->errorType, "bad_data");
  EXPECT_EQ(got.end->error, "parse error {[");
}

TEST(AnswerReader, OtherListsAreNoSeries) {
  const Read got = read(
      R"({"status":"success","data":{"resultType":"scalar","result":[1,"2"],"other":[{"x":1}]},"result":[{"y":2}]})");
  EXPECT_TRUE(got.end) << got.fault;
  EXPECT_THAT(got.series, IsEmpty());
}

TEST(AnswerReader, WhatIsNoAnswerIsTold) {
  EXPECT_THAT(read("<html><body>Welcome {} []</body></html>").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("[]").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read(R"({"status":"success"} x)").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("}").fault, HasSubstr("brackets"));
  EXPECT_THAT(read(kMatrix.substr(0, 150)).fault, HasSubstr("cut short"));
  EXPECT_THAT(read(R"({"status":"success","data":{"result":[{"metric":{]}]}})").fault,
              HasSubstr("no series"));
  EXPECT_THAT(read(R"({"status":"success","data":{"result":[{"values":[]}]}})").fault,
              HasSubstr("no series"));
}

TEST(AnswerReader, NothingIsHeldWithoutLimit) {
  const AnswerReader::Limits small{100, 100};
  const std::string labels(200, 'x');
  EXPECT_THAT(
      read(R"({"status":"success","data":{"result":[{"metric":{"a":")" + labels, 10, small).fault,
      HasSubstr("longer than 100"));
  EXPECT_THAT(read(R"({"status":")" + labels, 10, small).fault, HasSubstr("more than 100"));
}

}  // namespace
}  // namespace evenkeel::telemetry
