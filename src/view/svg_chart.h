// A chart of means per interval over time, as steps, in inline SVG within HTML: no script, no
// outside resource.
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
  Instant time{};               // from then on until the next point
  std::optional<double> value;  // absent: a gap in the line
};

struct ChartLine {
  std::string name;                // in the legend
  std::string style;               // class of the page's style: "a", "b", "c" or "limit"
  std::vector<ChartPoint> points;  // in order of time
};

struct ChartMark {  // a moment to point at, with what to say when the pointer is over it
  Instant time{};
  std::string text;
};

struct ChartSpan {  // a time in which something was other than usual
  Instant start{};
  Instant end{};
  std::string style;  // "fault" or "warm-up", in the legend too
  std::string text;   // to be seen when the pointer is over it
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
  std::vector<ChartSpan> spans{};
};

// Lines are thinned to `maxPoints` points, keeping the largest of those merged. The vertical axis
// leaves room above the largest value.
std::string svgChart(const Chart& chart, std::size_t maxPoints = 600);

}  // namespace evenkeel::view
