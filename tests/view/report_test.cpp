#include "view/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "view/html.h"

namespace evenkeel::view {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<ChartPoint> points(std::initializer_list<double> values) {
  std::vector<ChartPoint> out;
  for (const double value : values) {
    out.push_back({Instant(60s * static_cast<int>(out.size())), value});
  }
  return out;
}

ReportData sample() {
  ReportData data;
  data.scenario = "shop <flash>";
  data.subtitle = "policy hpa(cpu=60), seed 1, 5 min";
  data.end = Instant(300s);
  data.figures = {{"Windows over the target", "1 of 5 (20 %)"}};
  data.applications.push_back({"shop", points({10, 20, 80, 80, 20}),
                               points({.05, .05, .2, .1, .05}), points({.1, .12, .9, .2, .1}), .25,
                               "target: p95 at most 250 ms"});
  data.components.push_back({"shop/cart", points({1, 1, 3, 3, 3}), points({1, 1, 1, 3, 3}), {}});
  data.decisions.push_back({Instant(120s), "shop/cart", "1 to 3 pods",
                            "CPU stood at 180 % of the request & \"more\"", "done after 6 s"});
  data.footer = "evenkeel 0.1.0";
  return data;
}

TEST(Html, EscapesEverythingThatMeansSomething) {
  EXPECT_EQ(escapeHtml("<a href=\"x\" id='y'>&\x01</a>"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;?&lt;/a&gt;");
}

TEST(Report, NeedsNothingFromOutside) {
  const std::string page = reportPage(sample());
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(page, HasSubstr("width=device-width"));
}

TEST(Report, EscapesWhatItWasGiven) {
  const std::string page = reportPage(sample());
  EXPECT_THAT(page, Not(HasSubstr("<flash>")));
  EXPECT_THAT(page, HasSubstr("shop &lt;flash&gt;"));
  EXPECT_THAT(page, HasSubstr("CPU stood at 180 % of the request &amp; &quot;more&quot;"));
}

TEST(Report, DrawsResponseTimeInMillisecondsWithItsTarget) {
  const std::string page = reportPage(sample());
  EXPECT_THAT(page, HasSubstr("Response time <small>ms</small>"));
  EXPECT_THAT(page, HasSubstr("target: p95 at most 250 ms"));
  // The largest value, 900 ms, with a scale to 1000: the target is a quarter up.
  EXPECT_THAT(page, HasSubstr("<path class=\"line limit\" d=\"M0 75.00H1000\"/>"));
}

TEST(Report, MarksDecisionsOnTheirComponentWithTheReason) {
  const std::string page = reportPage(sample());
  EXPECT_THAT(page,
              HasSubstr("<path class=\"mark\" d=\"M400.0 0V100\"><title>00:02:00 1 to 3 pods: "
                        "CPU stood at 180 %"));
}

TEST(Report, ListsTheLastDecisionsOfMany) {
  ReportData data = sample();
  data.decisions.assign(1000, data.decisions.front());
  const std::string page = reportPage(data, 10);
  EXPECT_THAT(page, HasSubstr("The last 10 of 1000."));
  EXPECT_LT(page.size(), 40'000u);
}

TEST(Chart, StepsHoldTheirValueAndGapsBreakTheLine) {
  Chart chart{.title = "Replicas", .unit = "pods", .start = Instant{}, .end = Instant(100s)};
  chart.lines = {{"wanted", "a", LineForm::Steps, {{Instant{}, 1}, {Instant(50s), 4}}}};
  EXPECT_THAT(svgChart(chart), HasSubstr("d=\"M0.0 75.00L500.0 75.00L500.0 0.00L1000.0 0.00\""));
  chart.lines = {{"p95",
                  "a",
                  LineForm::Straight,
                  {{Instant{}, 1}, {Instant(50s), std::nullopt}, {Instant(100s), 4}}}};
  EXPECT_THAT(svgChart(chart), HasSubstr("d=\"M0.0 75.00M1000.0 0.00\""));
}

TEST(Chart, ThinsButKeepsPeaks) {
  Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant(10'000s)};
  chart.lines = {{"arriving", "a", LineForm::Straight, {}}};
  for (int i = 0; i < 10'000; ++i) {
    chart.lines[0].points.push_back({Instant(i * 1s), i == 7777 ? 8.0 : 1.0});
  }
  const std::string html = svgChart(chart, 100);
  EXPECT_LT(html.size(), 6'000u);
  EXPECT_THAT(html, HasSubstr("777.7 0.00"));
}

TEST(Chart, EmptyDataIsAnEmptyChart) {
  const Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant{}};
  EXPECT_THAT(svgChart(chart), HasSubstr("<svg"));
}

}  // namespace
}  // namespace evenkeel::view
