#include "program/run_watcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "evaluation/compare.h"
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

std::string_view faultName(FaultKind kind) {
  switch (kind) {
    case FaultKind::PodKill:
      return "pods killed:";
    case FaultKind::NodeDown:
      return "node down:";
    case FaultKind::MetricsMissing:
      return "metrics missing";
    case FaultKind::MetricsZero:
      return "metrics zero";
    case FaultKind::MetricsStale:
      return "metrics stale";
    case FaultKind::MetricsLate:
      return "metrics late";
    case FaultKind::MetricsDoubled:
      return "metrics doubled";
    case FaultKind::MechanismFails:
      return "mechanism fails";
    case FaultKind::MechanismHangs:
      return "mechanism hangs";
    case FaultKind::MechanismAnswersTwice:
      return "mechanism answers twice";
    case FaultKind::ClockJump:
      return "clock jumps";
    case FaultKind::AuthorityLost:
      return "authority lost";
  }
  return "";
}

double rate(const WindowRow& row) {
  const double seconds = toSeconds(row.end - row.begin);
  return seconds > 0 ? static_cast<double>(row.arrivals.requests) / seconds : 0;
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
    points.push_back({row.begin, value(row)});
  }
  return points;
}

std::vector<view::ChartSpan> spans(const Scenario& scenario) {
  std::vector<view::ChartSpan> out;
  if (scenario.warmUp > Duration::zero()) {
    out.push_back({Instant{}, Instant(scenario.warmUp), "warm-up", "warm-up, not judged"});
  }
  for (const Fault& fault : scenario.faults) {
    const Instant start(fault.at);
    out.push_back(
        {start, start + fault.duration, "fault",
         fmt::format("{} {} {}", view::clock(start), faultName(fault.kind), fault.subject)});
  }
  return out;
}

std::vector<view::ReportFigure> figures(const evaluation::Figures& f,
                                        const std::vector<std::string>& withoutTarget) {
  using view::number;
  const auto seconds = [](std::optional<double> value) {
    return value ? view::seconds(*value) : "-";
  };
  std::vector<view::ReportFigure> out{
      {"Windows over the target",
       fmt::format("{} of {} ({})", f.violations.violated, f.violations.windows,
                   number(f.violations.percentOfWindows(), "%"))},
      {"Requests over the target or failed", number(f.violations.percentOfRequests(), "%")},
      {"Response time p95", seconds(f.responseP95)},
      {"Response time p99", seconds(f.responseP99)},
      {"Requests", number(static_cast<double>(f.arrivals.requests))},
      {"Failed", number(static_cast<double>(f.arrivals.failed))},
      {"Unfinished", number(static_cast<double>(f.arrivals.unfinished))},
      {"Pods", number(f.cost.podSeconds / 3600, "pod-hours")},
      {"Changes", number(static_cast<double>(f.decisions.changes))}};
  if (f.decisions.failed > 0) {
    out.push_back({"Decisions that failed",
                   fmt::format("{} of {}", f.decisions.failed, f.decisions.decisions)});
  }
  if (f.money > 0) out.push_back({"Cost", number(f.money, "money")});
  for (const std::string& application : withoutTarget) {
    out.push_back({"Judged by failures only (no target)", application});
  }
  return out;
}

}  // namespace

RunWatcher::RunWatcher(const Scenario& scenario, std::string policy)
    : scenario_(scenario), policy_(std::move(policy)), stories_([&] {
        evaluation::StoryQuery query;
        query.limit = 400;
        query.countFrom = Instant(scenario.warmUp);
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
  if (world.detail() == simulation::Detail::Fluid) out.scenario += " as a fluid";
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
  for (const Application& application : scenario_.applications) {
    const Target* target = responseTarget(application.targets);
    if (target == nullptr) continue;
    out.figures.push_back(
        {scenario_.applications.size() == 1 ? "Target" : "Target of " + application.name,
         fmt::format("{} at most {}", nameOf(target->statistic), view::seconds(target->value))});
  }
  for (view::ReportFigure& figure :
       figures(evaluation::measuresOf(result, scenario_.prices, stories_.counts()).total,
               evaluation::comparisonOf(scenario_).withoutTarget))
    out.figures.push_back(std::move(figure));
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
  for (const evaluation::HeldSpan& span : stories_.held()) {
    out.held.push_back(
        {view::times(span), span.first.scope, span.decisions, view::heldReason(span)});
  }
  out.spans = spans(scenario_);
  out.footer = kVersion;
  return out;
}

}  // namespace evenkeel::program
