#include "evaluation/run_measures.h"

namespace evenkeel::evaluation {
namespace {

using Value = std::optional<double>;

Value secondsOf(std::optional<Duration> value) {
  return value ? Value(toSeconds(*value)) : std::nullopt;
}

Value percent(double part, double whole) {
  return whole > 0 ? Value(100 * part / whole) : std::nullopt;
}

Value percent(std::int64_t part, std::int64_t whole) {
  return percent(static_cast<double>(part), static_cast<double>(whole));
}

void fillResponses(Figures& figures, const Histogram& responses) {
  figures.responseMean = secondsOf(responses.mean());
  figures.responseP50 = secondsOf(responses.quantile(0.5));
  figures.responseP95 = secondsOf(responses.quantile(0.95));
  figures.responseP99 = secondsOf(responses.quantile(0.99));
  figures.responseP999 = secondsOf(responses.quantile(0.999));
}

Figures figuresOf(const simulation::SubjectResult& application, Instant begin,
                  const Prices& prices) {
  Figures out;
  out.violations = violationsOf(judgedWindows(application, begin));
  for (const simulation::WindowRow& row : application.windows) {
    if (row.begin >= begin) out.arrivals += row.arrivals;
  }
  out.cost = application.cost;
  out.money = moneyOf(out.cost, prices);
  fillResponses(out, application.responses);
  return out;
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

RunMeasures measuresOf(const simulation::RunResult& result, const Prices& prices,
                       const std::map<std::string, DecisionCounts>& decisions) {
  RunMeasures out;
  out.judged = result.end - result.begin;
  Histogram responses;
  for (const simulation::SubjectResult& application : result.applications) {
    Figures figures = figuresOf(application, result.begin, prices);
    const auto counted = decisions.find(application.name);
    if (counted != decisions.end()) figures.decisions = counted->second;
    out.total.violations += figures.violations;
    out.total.arrivals += figures.arrivals;
    out.total.decisions += figures.decisions;
    responses.merge(application.responses);
    out.applications.push_back({application.name, std::move(figures)});
  }
  fillResponses(out.total, responses);
  out.total.cost = result.cost;
  out.total.money = moneyOf(out.total.cost, prices);
  return out;
}

std::span<const Measure> measures() {
  static constexpr Measure kMeasures[] = {
      {"violatedWindows", "windows over the target", "%",
       [](const Figures& f) { return percent(f.violations.violated, f.violations.windows); }, 100},
      {"violatedRequests", "requests over the target or failed", "%",
       [](const Figures& f) { return percent(f.violations.bad, f.violations.requests); }, 100},
      {"podHours", "pods", "pod-hours",
       [](const Figures& f) { return Value(f.cost.podSeconds / 3600); }},
      {"coreHours", "cores requested", "core-hours",
       [](const Figures& f) { return Value(f.cost.coreSeconds / 3600); }},
      {"money", "cost", "money", [](const Figures& f) { return Value(f.money); }},
      {"responseMean", "mean response time of the answered", "s",
       [](const Figures& f) { return f.responseMean; }},
      {"responseP50", "p50 response time of the answered", "s",
       [](const Figures& f) { return f.responseP50; }},
      {"responseP95", "p95 response time of the answered", "s",
       [](const Figures& f) { return f.responseP95; }},
      {"responseP99", "p99 response time of the answered", "s",
       [](const Figures& f) { return f.responseP99; }},
      {"responseP999", "p99.9 response time of the answered", "s",
       [](const Figures& f) { return f.responseP999; }},
      {"failedRequests", "failed requests", "%",
       [](const Figures& f) { return percent(f.arrivals.failed, f.arrivals.requests); }, 100},
      {"utilization", "CPU used of that requested", "%",
       [](const Figures& f) { return percent(f.cost.busyCoreSeconds, f.cost.coreSeconds); }},
      {"adaptations", "adaptations", "",
       [](const Figures& f) { return Value(static_cast<double>(f.decisions.changes)); }}};
  return kMeasures;
}

}  // namespace evenkeel::evaluation
