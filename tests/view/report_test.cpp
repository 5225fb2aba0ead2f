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
  // The largest value, 900 ms, with room above it up to 1000: the target is a quarter up.
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

TEST(Chart, MeansAreStepsAndGapsBreakThem) {
  Chart chart{.title = "Replicas", .unit = "pods", .start = Instant{}, .end = Instant(100s)};
  // Up to 5, so that 4 has room above it.
  chart.lines = {{"wanted", "a", {{Instant{}, 1}, {Instant(50s), 4}}}};
  EXPECT_THAT(svgChart(chart), HasSubstr("d=\"M0.0 80.00H500.0V20.00H1000.0\""));
  // A value holds until its interval ends, also where nothing follows.
  chart.lines = {{"p95", "a", {{Instant{}, 1}, {Instant(50s), std::nullopt}, {Instant(75s), 4}}}};
  EXPECT_THAT(svgChart(chart), HasSubstr("d=\"M0.0 80.00H500.0M750.0 20.00H1000.0\""));
}

TEST(Chart, LeavesRoomAboveTheLargestValueAndTheTarget) {
  Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant(100s)};
  for (const double most : {1.0, 3.0, 4.0, 7.0, 100.0, 250.0, 999.0}) {
    chart.lines = {{"arriving", "a", {{Instant{}, most}}}};
    EXPECT_THAT(svgChart(chart), Not(HasSubstr(" 0.00H1000.0"))) << most;
    chart.lines.clear();
    chart.limit = most;
    EXPECT_THAT(svgChart(chart), Not(HasSubstr("limit\" d=\"M0 0.00"))) << most;
    chart.limit.reset();
  }
}

TEST(Chart, ShadesFaultsAndTheWarmUp) {
  Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant(100s)};
  chart.spans = {{Instant{}, Instant(10s), "warm-up", "not judged"},
                 {Instant(40s), Instant(60s), "fault", "node <down>"},
                 {Instant(100s), Instant(100s), "fault", "at the end"}};
  const std::string html = svgChart(chart);
  EXPECT_THAT(html, HasSubstr("<rect class=\"fault\" x=\"400.0\" y=\"0\" width=\"200.0\""));
  EXPECT_THAT(html, HasSubstr("node &lt;down&gt;"));
  EXPECT_THAT(html, HasSubstr("x=\"998.0\" y=\"0\" width=\"2.0\""));              // to be seen
  EXPECT_THAT(html, HasSubstr("<span class=\"key fault\">fault</span></span>"));  // once
}

TEST(Chart, ThinsButKeepsPeaks) {
  Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant(10'000s)};
  chart.lines = {{"arriving", "a", {}}};
  for (int i = 0; i < 10'000; ++i) {
    chart.lines[0].points.push_back({Instant(i * 1s), i == 7777 ? 8.0 : 1.0});
  }
  const std::string html = svgChart(chart, 100);
  EXPECT_LT(html.size(), 6'000u);
  EXPECT_THAT(html, HasSubstr("H770.0V20.00H780.0"));
}

TEST(Chart, EmptyDataIsAnEmptyChart) {
  const Chart chart{.title = "Load", .unit = "requests/s", .start = Instant{}, .end = Instant{}};
  EXPECT_THAT(svgChart(chart), HasSubstr("<svg"));
}

}  // namespace
}  // namespace evenkeel::view
