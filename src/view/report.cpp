#include "view/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "view/figures.h"
#include "view/html.h"
#include "view/report_style.h"

namespace evenkeel::view {
namespace {

using Decisions = std::span<const ReportDecision>;

// Response times are drawn in milliseconds where all of them are below a few seconds.
double responseScale(const ReportApplication& application) {
  double most = application.target.value_or(0);
  for (const auto* line : {&application.p50, &application.p95}) {
    for (const ChartPoint& point : *line) most = std::max(most, point.value.value_or(0));
  }
  return most < 5 ? 1000 : 1;
}

std::vector<ChartPoint> scaled(std::vector<ChartPoint> points, double factor) {
  for (ChartPoint& point : points) {
    if (point.value) *point.value *= factor;
  }
  return points;
}

std::string applicationCharts(const ReportApplication& application, const ReportData& data) {
  const double scale = responseScale(application);
  Chart load{.title = "Load", .unit = "requests/s", .start = data.start, .end = data.end};
  load.lines = {{"arriving", "a", application.load}};
  Chart response{.title = "Response time",
                 .unit = scale > 1 ? "ms" : "s",
                 .start = data.start,
                 .end = data.end};
  response.lines = {{"p50", "c", scaled(application.p50, scale)},
                    {"p95", "b", scaled(application.p95, scale)}};
  if (application.target) {
    response.limit = *application.target * scale;
    response.limitName = application.targetName;
  }
  load.spans = response.spans = data.spans;
  return fmt::format("<h2>Application {}</h2>\n", escapeHtml(application.name)) + svgChart(load) +
         svgChart(response);
}

std::string componentCharts(const ReportComponent& component, const ReportData& data,
                            Decisions decisions) {
  Chart replicas{.title = "Replicas", .unit = "pods", .start = data.start, .end = data.end};
  replicas.lines = {{"wanted", "b", component.wanted}, {"ready", "a", component.ready}};
  replicas.spans = data.spans;
  for (const ReportDecision& decision : decisions) {
    if (decision.component != component.name) continue;
    replicas.marks.push_back(
        {decision.time, fmt::format("{} {}: {}. {}", clock(decision.time), decision.change,
                                    decision.reason, decision.outcome)});
  }
  std::string html =
      fmt::format("<h2>Component {}</h2>\n", escapeHtml(component.name)) + svgChart(replicas);
  if (!component.utilization.empty()) {
    Chart cpu{.title = "CPU", .unit = "% of the request", .start = data.start, .end = data.end};
    cpu.spans = data.spans;
    cpu.lines = {{"used", "a", component.utilization}};
    html += svgChart(cpu);
  }
  return html;
}

std::string decisionTable(Decisions listed, std::size_t all) {
  std::string html = "<h2>Decisions that changed something</h2>\n";
  if (all == 0) return html + "<p>None.</p>\n";
  if (listed.size() < all) {
    html += fmt::format("<p>The last {} of {}.</p>\n", listed.size(), all);
  }
  html +=
      "<table><thead><tr><th>Time</th><th>Component</th><th>Change</th><th>Why</th>"
      "<th>What came of it</th></tr></thead><tbody>\n";
  for (const ReportDecision& decision : listed) {
    fmt::format_to(std::back_inserter(html),
                   "<tr><td class=\"time\">{}</td><td>{}</td><td class=\"what\">{}</td><td>{}</td>"
                   "<td>{}</td></tr>\n",
                   clock(decision.time), escapeHtml(decision.component),
                   escapeHtml(decision.change), escapeHtml(decision.reason),
                   escapeHtml(decision.outcome));
  }
  return html + "</tbody></table>\n";
}

std::string heldTable(std::span<const ReportHeld> listed, std::size_t all) {
  if (all == 0) return {};
  std::string html = "<h2>Decisions that failed or were held back</h2>\n";
  if (listed.size() < all) {
    html += fmt::format("<p>The last {} of {} spans.</p>\n", listed.size(), all);
  }
  html +=
      "<table><thead><tr><th>Time</th><th>Component</th><th>Decisions</th><th>Why</th></tr></thead>"
      "<tbody>\n";
  for (const ReportHeld& held : listed) {
    fmt::format_to(std::back_inserter(html),
                   "<tr><td class=\"time\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                   escapeHtml(held.time), escapeHtml(held.component), held.decisions,
                   escapeHtml(held.reason));
  }
  return html + "</tbody></table>\n";
}

}  // namespace

std::string reportPage(const ReportData& data, std::size_t maxDecisions) {
  const std::size_t shown = std::min(maxDecisions, data.decisions.size());
  const Decisions listed = Decisions(data.decisions).last(shown);
  std::string body = fmt::format("<h1>{}</h1>\n<p>{}</p>\n<dl>\n", escapeHtml(data.scenario),
                                 escapeHtml(data.subtitle));
  for (const ReportFigure& figure : data.figures) {
    fmt::format_to(std::back_inserter(body), "<div><dt>{}</dt><dd>{}</dd></div>\n",
                   escapeHtml(figure.name), escapeHtml(figure.value));
  }
  body += "</dl>\n";
  for (const auto& application : data.applications) body += applicationCharts(application, data);
  for (const auto& component : data.components) body += componentCharts(component, data, listed);
  body += decisionTable(listed, data.decisions.size());
  const std::size_t spans = std::min(maxDecisions, data.held.size());
  body += heldTable(std::span(data.held).last(spans), data.held.size());
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}: Evenkeel report</title>\n<style>{}</style></head>\n<body>\n{}<p><small>{}</small>"
      "</p>\n</body></html>\n",
      escapeHtml(data.scenario), kReportStyle, body, escapeHtml(data.footer));
}

}  // namespace evenkeel::view
