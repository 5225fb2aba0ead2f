#include "program/run_watcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "evaluation/run_measures.h"
#include "evaluation/violations.h"
#include "program/version.h"
#include "view/explanation.h"
#include "view/figures.h"

namespace evenkeel::program {
namespace {

using simulation::SubjectResult;
using simulation::WindowRow;

constexpr std::size_t kGraphWindows = 60;  // of the live view

const Target* targetOf(const Scenario& scenario, const std::string& application) {
  for (const Application& described : scenario.applications) {
    if (described.name == application) return responseTarget(described.targets);
  }
  return nullptr;
}

// The statistics that windows carry; others are shown by the nearest of them.
std::pair<const char*, std::optional<double> WindowRow::*> shownStatistic(const Target* target) {
  if (target == nullptr) return {"p95", &WindowRow::p95};
  switch (target->statistic) {
    case Statistic::Mean:
      return {"mean", &WindowRow::mean};
    case Statistic::P50:
      return {"p50", &WindowRow::p50};
    case Statistic::P99:
    case Statistic::P999:
    case Statistic::Max:
      return {"p99", &WindowRow::p99};
    default:
      return {"p95", &WindowRow::p95};
  }
}

std::string_view nameOf(Statistic statistic) {
  switch (statistic) {
    case Statistic::Mean:
      return "mean";
    case Statistic::P50:
      return "p50";
    case Statistic::P90:
      return "p90";
    case Statistic::P95:
      return "p95";
    case Statistic::P99:
      return "p99";
    case Statistic::P999:
      return "p99.9";
    case Statistic::Max:
      return "maximum";
  }
  return "";
}

double rate(const WindowRow& row) {
  const double seconds = toSeconds(row.end - row.begin);
  return seconds > 0 ? static_cast<double>(row.requests) / seconds : 0;
}

std::optional<double> utilization(const WindowRow& row) {
  if (row.requestedCores <= 0) return std::nullopt;
  return row.busyCores / row.requestedCores;
}

view::ApplicationProgress applicationProgress(const SubjectResult& result, const Target* target,
                                              Instant judgedFrom) {
  view::ApplicationProgress out;
  out.name = result.name;
  const auto [statistic, member] = shownStatistic(target);
  out.statistic = statistic;
  if (target != nullptr) out.target = target->value;
  const std::size_t first =
      result.windows.size() > kGraphWindows ? result.windows.size() - kGraphWindows : 0;
  for (std::size_t i = first; i < result.windows.size(); ++i) {
    out.load.push_back(rate(result.windows[i]));
    out.response.push_back(result.windows[i].*member);
  }
  const evaluation::Violations violations =
      evaluation::violationsOf(evaluation::judgedWindows(result, judgedFrom));
  out.windows = static_cast<std::uint64_t>(violations.windows);
  out.violations = static_cast<std::uint64_t>(violations.violated);
  return out;
}

template <class Value>
std::vector<view::ChartPoint> line(const SubjectResult& result, Value value) {
  std::vector<view::ChartPoint> points;
  for (const WindowRow& row : result.windows) {
    points.push_back({row.begin + (row.end - row.begin) / 2, value(row)});
  }
  return points;
}

std::vector<view::ReportFigure> figures(const evaluation::RunMeasures& m, std::uint64_t changes) {
  using view::number;
  std::vector<view::ReportFigure> out{
      {"Windows over the target",
       fmt::format("{} of {} ({})", m.violations.violated, m.violations.windows,
                   number(m.violations.percentOfWindows(), "%"))},
      {"Requests over the target or failed", number(m.violations.percentOfRequests(), "%")},
      {"Response time p95", view::seconds(m.responseP95)},
      {"Response time p99", view::seconds(m.responseP99)},
      {"Requests", number(static_cast<double>(m.arrivals.requests))},
      {"Failed", number(static_cast<double>(m.arrivals.failed))},
      {"Pods", number(m.cost.podSeconds / 3600, "pod-hours")},
      {"Changes", number(static_cast<double>(changes))}};
  if (m.money > 0) out.push_back({"Cost", number(m.money, "money")});
  return out;
}

}  // namespace

RunWatcher::RunWatcher(const Scenario& scenario, std::string policy)
    : scenario_(scenario), policy_(std::move(policy)), stories_([] {
        evaluation::StoryQuery query;
        query.limit = 400;
        return query;
      }()) {}

void RunWatcher::see(const Record& record) {
  stories_.read(record);
  const auto* input = std::get_if<record::Input>(&record);
  const auto* observed = input ? std::get_if<AssetObserved>(&input->event.body) : nullptr;
  if (observed == nullptr) return;
  if (const auto* state = std::get_if<ComponentState>(&observed->asset.state)) {
    components_[observed->asset.name] = *state;
  }
}

view::Progress RunWatcher::progress(const simulation::SimulatedWorld& world, double speed) const {
  constexpr std::size_t kDecisions = 40;
  const simulation::RunResult& rows = world.rows();
  view::Progress out;
  out.scenario = scenario_.name;
  out.policy = policy_;
  out.seed = scenario_.seed;
  out.now = world.now();
  out.duration = scenario_.duration;
  out.speed = speed;
  for (const SubjectResult& application : rows.applications) {
    out.applications.push_back(applicationProgress(
        application, targetOf(scenario_, application.name), Instant(scenario_.warmUp)));
  }
  for (const SubjectResult& component : rows.components) {
    view::ComponentProgress& shown = out.components.emplace_back();
    shown.name = component.name;
    if (const auto state = components_.find(component.name); state != components_.end()) {
      shown.wanted = state->second.replicas;
      shown.ready = state->second.readyReplicas;
    }
    if (!component.windows.empty()) shown.utilization = utilization(component.windows.back());
  }
  const std::vector<evaluation::Story> stories = stories_.stories();
  for (std::size_t i = stories.size() - std::min(stories.size(), kDecisions); i < stories.size();
       ++i) {
    out.decisions.push_back({stories[i].time, stories[i].scope, view::changeSummary(stories[i]),
                             view::briefReason(stories[i])});
  }
  return out;
}

view::ReportData RunWatcher::report(const simulation::RunResult& result) const {
  view::ReportData out;
  out.scenario = scenario_.name;
  out.subtitle = fmt::format("policy {}, seed {}, {} simulated", policy_, scenario_.seed,
                             view::span(result.end.time_since_epoch()));
  out.end = result.end;
  out.figures = figures(evaluation::measuresOf(result, scenario_.prices), stories_.changes());
  for (const SubjectResult& application : result.applications) {
    view::ReportApplication& shown = out.applications.emplace_back();
    shown.name = application.name;
    shown.load = line(application, [](const WindowRow& row) { return rate(row); });
    shown.p50 = line(application, [](const WindowRow& row) { return row.p50; });
    shown.p95 = line(application, [](const WindowRow& row) { return row.p95; });
    if (const Target* target = targetOf(scenario_, application.name)) {
      shown.target = target->value;
      shown.targetName = fmt::format("target: {} at most {}", nameOf(target->statistic),
                                     view::seconds(target->value));
    }
  }
  for (const SubjectResult& component : result.components) {
    view::ReportComponent& shown = out.components.emplace_back();
    shown.name = component.name;
    shown.wanted = line(component, [](const WindowRow& row) { return row.replicasWanted; });
    shown.ready = line(component, [](const WindowRow& row) { return row.replicasReady; });
    shown.utilization = line(component, [](const WindowRow& row) -> std::optional<double> {
      const auto share = utilization(row);
      return share ? std::optional(*share * 100) : std::nullopt;
    });
  }
  for (const evaluation::Story& story : stories_.stories()) {
    out.decisions.push_back({story.time, story.scope, view::changeSummary(story),
                             view::reasonSummary(story), view::outcomeSummary(story)});
  }
  out.footer = kVersion;
  return out;
}

}  // namespace evenkeel::program
