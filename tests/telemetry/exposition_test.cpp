// Text formats of metrics, wherever the bytes are cut.
#include "telemetry/exposition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace evenkeel::telemetry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Seen {
  std::vector<std::string> samples;  // "name{a=b} 1"
  std::string fault;                 // empty: none
};

Seen readIn(std::string_view text, std::size_t piece, ExpositionFormat format,
            ExpositionReader::Limits limits = {}) {
  Seen seen;
  ExpositionReader reader(
      format, [](std::string_view name) { return !name.starts_with("other"); },
      [&](const ExposedSample& sample) {
        std::ostringstream out;
        out << sample.name;
        for (const ExposedLabel& label : sample.labels)
          out << '{' << label.name << '=' << label.value << '}';
        out << ' ' << sample.value;
        seen.samples.push_back(out.str());
      },
      limits);
  Result<void> done;
  for (std::size_t i = 0; done && i < text.size(); i += piece)
    done = reader.push(text.substr(i, piece));
  if (done) done = reader.end();
  if (!done) seen.fault = done.error().text();
  return seen;
}

// The same whether it comes at once or byte by byte.
Seen read(std::string_view text, ExpositionFormat format = ExpositionFormat::Text,
          ExpositionReader::Limits limits = {}) {
  Seen whole = readIn(text, text.size() + 1, format, limits);
  const Seen pieces = readIn(text, 1, format, limits);
  EXPECT_EQ(whole.samples, pieces.samples);
  EXPECT_EQ(whole.fault, pieces.fault);
  return whole;
}

Seen readOpen(std::string_view text) {
  return read(text, ExpositionFormat::OpenMetrics);
}

TEST(Exposition, SamplesComeWithTheirLabelsAndValues) {
  const Seen seen = read(R"(# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Minimalistic line:
metric_without_timestamp_and_labels 12.47
# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045
	job:rate:5m { a = "1" , } 2.5e-3
)");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples, ElementsAre("http_requests_total{method=post}{code=200} 1027",
                                        "http_requests_total{method=post}{code=400} 3",
                                        "metric_without_timestamp_and_labels 12.47",
                                        "something_weird{problem=division by zero} inf",
                                        "job:rate:5m{a=1} 0.0025"));
}

TEST(Exposition, EscapesAreTakenOutOfValues) {
  const Seen seen = read("a{path=\"C:\\\\DIR\\\\F.TXT\",error=\"no\\n\\\"F\\\"\",b=\"},{\"} 1\n");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples, ElementsAre("a{path=C:\\DIR\\F.TXT}{error=no\n\"F\"}{b=},{} 1"));
}

TEST(Exposition, ValuesAreNumbersOfAnyKind) {
  const Seen seen = read("a NaN\nb -Inf\nc +5\nd 1e300\ne 18446744073709551616\nf .5\ng -0\n");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples,
              ElementsAre("a nan", "b -inf", "c 5", "d 1e+300", "e 1.84467e+19", "f 0.5", "g -0"));
}

TEST(Exposition, LinesMayEndAsWindowsEndsThem) {
  const Seen seen = read("# TYPE a gauge\r\na 1\r\n\r\nb{c=\"d\"} 2 17\r\n");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples, ElementsAre("a 1", "b{c=d} 2"));
}

TEST(Exposition, OpenMetricsHasExemplarsAndAnEnd) {
  const Seen seen = readOpen(R"(# TYPE foo histogram
# UNIT foo seconds
foo_bucket{le="0.01"} 0
foo_bucket{le="0.1"} 8 # {} 0.054
foo_bucket{le="1"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
foo_bucket{le="+Inf"} 17 1520879607.789 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
foo_count 17
foo_created 1520430000.123
# EOF
)");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples,
              ElementsAre("foo_bucket{le=0.01} 0", "foo_bucket{le=0.1} 8", "foo_bucket{le=1} 11",
                          "foo_bucket{le=+Inf} 17", "foo_count 17", "foo_created 1.52043e+09"));
}

TEST(Exposition, WhatWasCutOffIsRefused) {
  EXPECT_THAT(read("a 1\nb 12").fault, HasSubstr("line 2: has no end"));
  EXPECT_THAT(readOpen("a 1\n").fault, HasSubstr("# EOF"));
  EXPECT_THAT(readOpen("# EOF").fault, HasSubstr("has no end"));
  EXPECT_THAT(readOpen("# EOF\na 1\n").fault, HasSubstr("line 2: comes after # EOF"));
  EXPECT_EQ(read("# EOF\na 1\n").fault, "");  // there a comment like any other
  EXPECT_EQ(read("").fault, "");
}

TEST(Exposition, WhatIsNoSampleIsRefusedWithItsLine) {
  for (const char* text : {"a\n",
                           "a{\n",
                           "a{b} 1\n",
                           "a{b=} 1\n",
                           "a{b=c} 1\n",
                           "a{b=\"c} 1\n",
                           "a{b=\"c\\t\"} 1\n",
                           "a{b=\"c\"\n",
                           "a{b=\"c\" d=\"e\"} 1\n",
                           "a{,} 1\n",
                           "a{1b=\"c\"} 1\n",
                           "a{b:c=\"d\"} 1\n",
                           "a one\n",
                           "a 0x10\n",
                           "a 1_000\n",
                           "a +-1\n",
                           "a 1e400\n",
                           "a 1 2 3\n",
                           "a 1 x\n",
                           "a 1 # x\n",
                           "a 1 # {b=\"c\"}\n",
                           "a 1 # {b=\"c\"} x\n",
                           "a 1 # {b=\"c\"} 1 2 3\n",
                           "1a 1\n",
                           "{\"a.b\"} 1\n",
                           "-\n",
                           "<html>\n",
                           "\xff\xfe\n"}) {
    const Seen seen = read("first 1\n" + std::string(text));
    EXPECT_THAT(seen.fault, HasSubstr("line 2: ")) << text;
    EXPECT_THAT(seen.samples, ElementsAre("first 1")) << text;
  }
}

TEST(Exposition, OfWhatNobodyWantsOnlyTheNameIsLookedAt) {
  const Seen seen = read("other{b=} x\nother 1\nother 1\na 1\n");
  EXPECT_EQ(seen.fault, "");
  EXPECT_THAT(seen.samples, ElementsAre("a 1"));
}

TEST(Exposition, ASeriesIsThereOnce) {
  EXPECT_THAT(read("a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 2\n").fault,
              HasSubstr("line 2: is a series that was there before"));
  EXPECT_THAT(read("a 1\na{b=\"\"} 2\n").fault, HasSubstr("there before"));  // the same series
  EXPECT_EQ(read("a{b=\"1\",c=\"2\"} 1\na{b=\"2\",c=\"1\"} 2\na{b=\"12\"} 3\n").fault, "");
}

TEST(Exposition, NothingIsLongerThanMayBe) {
  const ExpositionReader::Limits limits{20, 2};
  EXPECT_THAT(read("a 1\n# 345678901234567890\n", ExpositionFormat::Text, limits).fault, "");
  EXPECT_THAT(read("a 1\n# 3456789012345678901\n", ExpositionFormat::Text, limits).fault,
              HasSubstr("line 2: is longer than 20 bytes"));
  EXPECT_THAT(read("a 1\nb 1\nc 1\n", ExpositionFormat::Text, limits).fault,
              HasSubstr("line 3: is one sample more than 2"));
}

TEST(Exposition, ALabelIsFoundByItsName) {
  const std::vector<ExposedLabel> labels{{"code", "500"}, {"path", ""}};
  const ExposedSample sample{"a", labels, 1};
  EXPECT_EQ(sample.label("code"), "500");
  EXPECT_EQ(sample.label("path"), "");
  EXPECT_EQ(sample.label("other"), "");
}

}  // namespace
}  // namespace evenkeel::telemetry
