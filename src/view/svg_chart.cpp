#include "view/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "view/figures.h"
#include "view/html.h"

namespace evenkeel::view {
namespace {

constexpr double kWidth = 1000;  // of the plot's own coordinates
constexpr double kHeight = 100;

// The smallest of 1, 2, 5 times a power of ten that is not below `value`.
double niceStep(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= value * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

Duration timeStep(Duration whole) {
  using std::chrono::hours;
  using std::chrono::minutes;
  for (const Duration step :
       {Duration(10s), Duration(30s), Duration(minutes(1)), Duration(minutes(5)),
        Duration(minutes(10)), Duration(minutes(15)), Duration(minutes(30)), Duration(hours(1)),
        Duration(hours(2)), Duration(hours(4)), Duration(hours(6)), Duration(hours(12))}) {
    if (whole / step <= 5) return step;
  }
  const Duration day = hours(24);
  return day * (whole / day / 5 + 1);
}

std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, std::size_t most) {
  if (points.size() <= most || most == 0) return points;
  std::vector<ChartPoint> out;
  const std::size_t group = (points.size() + most - 1) / most;
  for (std::size_t i = 0; i < points.size(); i += group) {
    ChartPoint kept = points[i];
    for (std::size_t j = i; j < std::min(i + group, points.size()); ++j) {
      if (points[j].value && (!kept.value || *points[j].value > *kept.value)) {
        kept.value = points[j].value;
      }
    }
    out.push_back(kept);
  }
  return out;
}

class Plot {
 public:
  explicit Plot(const Chart& chart) : chart_(chart) {
    double most = chart.limit.value_or(0);
    for (const ChartLine& line : chart.lines) {
      for (const ChartPoint& point : line.points) most = std::max(most, point.value.value_or(0));
    }
    constexpr double kHeadroom = 1.05;
    step_ = niceStep(std::max(most, 1e-9) / 4);
    top_ = step_ * std::max(1.0, std::ceil(most / step_ * kHeadroom));
    if (most <= 0) top_ = step_ = 1;
  }

  double x(Instant time) const {
    const double whole = toSeconds(chart_.end - chart_.start);
    return whole > 0 ? std::clamp(toSeconds(time - chart_.start) / whole, 0.0, 1.0) * kWidth : 0;
  }
  double y(double value) const { return kHeight * (1 - std::clamp(value / top_, 0.0, 1.0)); }
  double step() const { return step_; }
  double top() const { return top_; }

  std::string path(const ChartLine& line, std::size_t maxPoints) const {
    std::string d;
    bool down = false;
    for (const ChartPoint& point : thinned(line.points, maxPoints)) {
      const double px = x(point.time);
      const bool drawn = point.value && std::isfinite(*point.value);
      if (down) fmt::format_to(std::back_inserter(d), "H{:.1f}", px);
      if (drawn && down) {
        fmt::format_to(std::back_inserter(d), "V{:.2f}", y(*point.value));
      } else if (drawn) {
        fmt::format_to(std::back_inserter(d), "M{:.1f} {:.2f}", px, y(*point.value));
      }
      down = drawn;
    }
    if (down) fmt::format_to(std::back_inserter(d), "H{:.1f}", kWidth);
    return d;
  }

 private:
  const Chart& chart_;
  double step_ = 1;
  double top_ = 1;
};

std::string legend(const Chart& chart) {
  std::string out;
  for (const ChartLine& line : chart.lines) {
    out += fmt::format("<span class=\"key {}\">{}</span>", line.style, escapeHtml(line.name));
  }
  if (chart.limit) {
    out += fmt::format("<span class=\"key limit\">{}</span>", escapeHtml(chart.limitName));
  }
  if (!chart.marks.empty()) out += "<span class=\"key mark\">decision</span>";
  std::vector<std::string> named;
  for (const ChartSpan& span : chart.spans) {
    if (std::find(named.begin(), named.end(), span.style) != named.end()) continue;
    out += fmt::format("<span class=\"key {0}\">{0}</span>", escapeHtml(span.style));
    named.push_back(span.style);
  }
  return out;
}

}  // namespace

std::string svgChart(const Chart& chart, std::size_t maxPoints) {
  const Plot plot(chart);
  std::string shapes;
  std::string yLabels;
  std::string xLabels;
  auto shape = std::back_inserter(shapes);

  for (const ChartSpan& span : chart.spans) {
    constexpr double kLeastWidth = 2;
    const double left = std::min(plot.x(span.start), kWidth - kLeastWidth);
    fmt::format_to(shape,
                   "<rect class=\"{}\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"{}\">"
                   "<title>{}</title></rect>",
                   escapeHtml(span.style), left, std::max(kLeastWidth, plot.x(span.end) - left),
                   kHeight, escapeHtml(span.text));
  }
  for (double v = 0; v <= plot.top() * (1 + 1e-9); v += plot.step()) {
    const double y = plot.y(v);
    fmt::format_to(shape, "<path class=\"grid\" d=\"M0 {0:.2f}H{1}\"/>", y, kWidth);
    yLabels += fmt::format("<span style=\"top:{:.1f}%\">{}</span>", y, number(v));
  }
  const Duration whole = chart.end - chart.start;
  const Duration step = timeStep(whole);
  for (Duration t{}; t <= whole; t += step) {
    const double x = plot.x(chart.start + t) / kWidth * 100;
    xLabels += fmt::format("<span style=\"left:{:.2f}%\"{}>{}</span>", x,
                           x > 92 ? " class=\"last\"" : "", clock(chart.start + t));
  }
  for (const ChartMark& mark : chart.marks) {
    fmt::format_to(shape, "<path class=\"mark\" d=\"M{0:.1f} 0V{1}\"><title>{2}</title></path>",
                   plot.x(mark.time), kHeight, escapeHtml(mark.text));
  }
  if (chart.limit) {
    fmt::format_to(shape, "<path class=\"line limit\" d=\"M0 {:.2f}H{}\"/>", plot.y(*chart.limit),
                   kWidth);
  }
  for (const ChartLine& line : chart.lines) {
    fmt::format_to(shape, "<path class=\"line {}\" d=\"{}\"/>", line.style,
                   plot.path(line, maxPoints));
  }
  return fmt::format(
      "<figure><figcaption>{0} <small>{1}</small><span class=\"legend\">{2}</span></figcaption>\n"
      "<div class=\"plot\"><div class=\"y\">{3}</div>"
      "<svg viewBox=\"0 0 {4} {5}\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"{0}, {1}\">{6}</svg><div class=\"x\">{7}</div></div></figure>\n",
      escapeHtml(chart.title), escapeHtml(chart.unit), legend(chart), yLabels, kWidth, kHeight,
      shapes, xLabels);
}

}  // namespace evenkeel::view
