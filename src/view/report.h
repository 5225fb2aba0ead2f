// The report of one run: a single HTML page that needs nothing else, for screen, phone and print.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "view/svg_chart.h"

namespace evenkeel::view {

struct ReportFigure {
  std::string name;   // "Windows over the target"
  std::string value;  // with its unit
};

struct ReportDecision {
  Instant time{};
  std::string component;
  std::string change;   // "3 to 5 pods"
  std::string reason;   // a sentence
  std::string outcome;  // "done after 6 s"
};

struct ReportHeld {
  std::string time;  // or a span of it
  std::string component;
  std::uint64_t decisions = 0;
  std::string reason;
};

struct ReportComponent {
  std::string name;
  std::vector<ChartPoint> wanted;  // pods
  std::vector<ChartPoint> ready;
  std::vector<ChartPoint> utilization;  // CPU used of that requested, in percent
};

struct ReportApplication {
  std::string name;
  std::vector<ChartPoint> load;  // requests/s
  std::vector<ChartPoint> p50;   // seconds
  std::vector<ChartPoint> p95;
  std::optional<double> target;  // seconds
  std::string targetName;        // "target: p95 at most 250 ms"
};

struct ReportData {
  std::string scenario;
  std::string subtitle;  // policy, seed, length
  Instant start{};
  Instant end{};
  std::vector<ReportFigure> figures;
  std::vector<ReportApplication> applications;
  std::vector<ReportComponent> components;
  std::vector<ReportDecision> decisions;  // in order of time
  std::vector<ReportHeld> held;           // what failed or was held back, likewise
  std::vector<ChartSpan> spans;           // faults, warm-up
  std::string footer;                     // program, version, log
};

// At most `maxDecisions` decisions are listed and marked, the last ones, and as many spans of what
// was held back; the page says how many there were.
std::string reportPage(const ReportData& data, std::size_t maxDecisions = 400);

}  // namespace evenkeel::view
