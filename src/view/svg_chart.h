// A line chart over time as inline SVG within HTML: no script, no outside resource.
//
// The plot is stretched to the width of the page while strokes and text keep their size (labels are
// HTML beside it), so that one chart serves a phone and a wide screen. Colours come from the style
// classes of the page (report_style.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace evenkeel::view {

struct ChartPoint {
  Instant time{};
  std::optional<double> value;  // absent: a gap in the line
};

enum class LineForm { Straight, Steps };

struct ChartLine {
  std::string name;   // in the legend
  std::string style;  // class of the page's style: "a", "b", "c" or "limit"
  LineForm form = LineForm::Straight;
  std::vector<ChartPoint> points;  // in order of time
};

struct ChartMark {  // a moment to point at, with what to say when the pointer is over it
  Instant time{};
  std::string text;
};

struct Chart {
  std::string title;
  std::string unit;  // on the vertical axis
  Instant start{};
  Instant end{};
  std::vector<ChartLine> lines{};
  std::optional<double> limit{};  // a dashed level across
  std::string limitName{};
  std::vector<ChartMark> marks{};
};

// Lines are thinned to `maxPoints` points, keeping the largest of those merged.
std::string svgChart(const Chart& chart, std::size_t maxPoints = 600);

}  // namespace evenkeel::view
