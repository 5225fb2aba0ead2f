#include "evaluation/run_measures.h"

namespace evenkeel::evaluation {
namespace {

double secondsOf(std::optional<Duration> value) {
  return value ? toSeconds(*value) : 0;
}

}  // namespace

std::vector<WindowCounts> judgedWindows(const simulation::SubjectResult& application,
                                        Instant begin) {
  std::vector<WindowCounts> windows;
  for (const simulation::WindowRow& row : application.windows) {
    if (row.begin < begin) continue;
    windows.push_back({row.arrivals.judged(), row.arrivals.bad(), row.end - row.begin >= kWindow});
  }
  return windows;
}

RunMeasures measuresOf(const simulation::RunResult& result, const Prices& prices) {
  RunMeasures out;
  out.judged = result.end - result.begin;
  Histogram responses;
  for (const simulation::SubjectResult& application : result.applications) {
    out.violations += violationsOf(judgedWindows(application, result.begin));
    responses.merge(application.responses);
    for (const simulation::WindowRow& row : application.windows) {
      if (row.begin >= result.begin) out.arrivals += row.arrivals;
    }
  }
  out.cost = result.cost;
  out.money = moneyOf(out.cost, prices);
  out.responseMean = secondsOf(responses.mean());
  out.responseP50 = secondsOf(responses.quantile(0.5));
  out.responseP95 = secondsOf(responses.quantile(0.95));
  out.responseP99 = secondsOf(responses.quantile(0.99));
  out.responseP999 = secondsOf(responses.quantile(0.999));
  return out;
}

std::span<const Measure> measures() {
  static constexpr Measure kMeasures[] = {
      {"violatedWindows", "windows over the target", "%",
       [](const RunMeasures& m) { return m.violations.percentOfWindows(); }},
      {"violatedRequests", "requests over the target or failed", "%",
       [](const RunMeasures& m) { return m.violations.percentOfRequests(); }},
      {"podHours", "pods", "pod-hours",
       [](const RunMeasures& m) { return m.cost.podSeconds / 3600; }},
      {"coreHours", "cores requested", "core-hours",
       [](const RunMeasures& m) { return m.cost.coreSeconds / 3600; }},
      {"money", "cost", "money", [](const RunMeasures& m) { return m.money; }},
      {"responseMean", "mean response time", "s",
       [](const RunMeasures& m) { return m.responseMean; }},
      {"responseP50", "p50 response time", "s", [](const RunMeasures& m) { return m.responseP50; }},
      {"responseP95", "p95 response time", "s", [](const RunMeasures& m) { return m.responseP95; }},
      {"responseP99", "p99 response time", "s", [](const RunMeasures& m) { return m.responseP99; }},
      {"responseP999", "p99.9 response time", "s",
       [](const RunMeasures& m) { return m.responseP999; }},
      {"failedRequests", "failed requests", "%",
       [](const RunMeasures& m) {
         return m.arrivals.requests > 0 ? 100.0 * static_cast<double>(m.arrivals.failed) /
                                              static_cast<double>(m.arrivals.requests)
                                        : 0.0;
       }},
      {"utilization", "CPU used of that requested", "%",
       [](const RunMeasures& m) {
         return m.cost.coreSeconds > 0 ? 100 * m.cost.busyCoreSeconds / m.cost.coreSeconds : 0.0;
       }},
      {"adaptations", "adaptations", "",
       [](const RunMeasures& m) { return static_cast<double>(m.adaptations); }}};
  return kMeasures;
}

}  // namespace evenkeel::evaluation
