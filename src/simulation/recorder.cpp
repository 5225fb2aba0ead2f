#include "simulation/recorder.h"

#include <algorithm>
#include <utility>

#include "simulation/usage.h"

namespace evenkeel::simulation {
namespace {

constexpr std::size_t kReserved = 20'000;  // rows: two weeks

std::optional<double> seconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return toSeconds(*duration);
}

void addTraffic(WindowRow& row, const TrafficWindow& window) {
  row.requests = window.completed + window.failed;
  row.failures = window.failed;
  row.mean = seconds(window.responses.mean());
  row.p50 = seconds(window.responses.quantile(0.5));
  row.p95 = seconds(window.responses.quantile(0.95));
  row.p99 = seconds(window.responses.quantile(0.99));
}

void addUsage(WindowRow& sum, const WindowRow& part) {
  sum.replicasWanted += part.replicasWanted;
  sum.replicasExisting += part.replicasExisting;
  sum.replicasReady += part.replicasReady;
  sum.requestedCores += part.requestedCores;
  sum.requestedBytes += part.requestedBytes;
  sum.busyCores += part.busyCores;
}

}  // namespace

Cost Recorder::podCost(const Usage& from, const Usage& to) {
  return {.podSeconds = to.pods - from.pods,
          .coreSeconds = to.cores - from.cores,
          .byteSeconds = to.bytes - from.bytes,
          .busyCoreSeconds = to.busy - from.busy};
}

Recorder::Recorder(const Scenario& scenario, State& state, Flow& flow, SimulatedTimeline& timeline,
                   SimulatedMetrics::Meters& meters)
    : state_(state), flow_(flow), timeline_(timeline), meters_(meters), warmUp_(scenario.warmUp) {
  for (const Service& service : state.services) rows_.components.emplace_back(service.name);
  for (const ApplicationRun& run : state.applications) {
    rows_.applications.emplace_back(run.spec->name);
  }
  for (const Host& host : state.hosts) rows_.nodes.emplace_back(host.spec->name);
  open_.resize(state.applications.size());
  const auto windows = static_cast<std::size_t>((scenario.duration + warmUp_) / kWindow) + 2;
  for (auto* subjects : {&rows_.components, &rows_.applications}) {
    for (SubjectResult& one : *subjects) one.windows.reserve(std::min(windows, kReserved));
  }
}

void Recorder::begin() {
  window_ = totals_ = mark();
  totalsBegin_ = timeline_.now() + warmUp_;
  scheduleWindow();
}

void Recorder::scheduleWindow() {
  const Instant now = timeline_.now();
  Instant end = now + kWindow;
  if (now < totalsBegin_) end = std::min(end, totalsBegin_);
  for (ApplicationRun& run : state_.applications) {
    run.arrivals.cut(end.time_since_epoch().count());
  }
  timeline_.at(end, [this] {
    closeWindow();
    if (timeline_.now() == totalsBegin_) startTotals();
    scheduleWindow();
  });
}

void Recorder::startTotals() {
  totals_ = window_;
  for (SubjectResult& one : rows_.applications) one.responses.clear();
  for (SubjectResult& one : rows_.components) one.responses.clear();
  rows_.begin = timeline_.now();
}

Recorder::Mark Recorder::mark() {
  Mark made;
  mark(made);
  return made;
}

void Recorder::mark(Mark& mark) {
  flow_.settle();
  const Nanoseconds now = state_.queue.now();
  const CpuUsed used = cpuUsed(state_, flow_);
  mark.time = timeline_.now();
  mark.services.clear();
  mark.serviceCounts.clear();
  mark.applicationCounts.clear();
  mark.hostUp.clear();
  mark.hostBusy.clear();
  for (std::uint32_t s = 0; s < state_.services.size(); ++s) {
    const Service& service = state_.services[s];
    mark.services.push_back({service.existing.at(now), service.readyPods.at(now),
                             service.requestedCores.at(now), service.requestedBytes.at(now),
                             used.services[s] * 1e-9});
    mark.serviceCounts.push_back({service.traffic.failed, service.traffic.completed});
  }
  for (const ApplicationRun& run : state_.applications) {
    mark.applicationCounts.push_back({run.traffic.failed, run.traffic.completed});
  }
  for (const Host& host : state_.hosts) mark.hostUp.push_back(host.upTime.at(now));
  for (const double busy : used.hosts) mark.hostBusy.push_back(busy * 1e-9);
}

void Recorder::closeWindow() {
  mark(spare_);
  appendRows(rows_, spare_);
  fillArrivals(rows_);
  for (std::size_t a = 0; a < open_.size(); ++a) {
    open_[a] = state_.applications[a].arrivals.firstOpen(open_[a]);
  }
  for (TrafficMeter& meter : meters_.services) meter.row().clear();
  for (TrafficMeter& meter : meters_.applications) meter.row().clear();
  std::swap(window_, spare_);
}

void Recorder::appendRows(RunResult& result, const Mark& end) {
  for (std::uint32_t a = 0; a < state_.applications.size(); ++a) {
    meters_.applications[a].collect(state_.applications[a].traffic);
    const TrafficWindow& window = meters_.applications[a].row();
    WindowRow row;
    row.begin = window_.time;
    row.end = end.time;
    addTraffic(row, window);
    result.applications[a].windows.push_back(row);
    result.applications[a].responses.merge(window.responses);
  }
  for (std::uint32_t s = 0; s < state_.services.size(); ++s) {
    meters_.services[s].collect(state_.services[s].traffic);
    const TrafficWindow& window = meters_.services[s].row();
    WindowRow row = usageRow(s, end);
    addTraffic(row, window);
    addUsage(result.applications[state_.services[s].application].windows.back(), row);
    result.components[s].windows.push_back(row);
    result.components[s].responses.merge(window.responses);
  }
  result.windowCosts.push_back(costBetween(window_, end));
  result.end = end.time;
}

// Of earlier windows too: requests that arrived then may have ended, or become overdue, since.
void Recorder::fillArrivals(RunResult& result) const {
  std::vector<std::vector<Nanoseconds>> unfinished(state_.applications.size());
  const std::vector<bool> used = state_.requests.used();
  for (std::uint32_t id = 0; id < used.size(); ++id) {
    const Request& request = state_.requests[id];
    if (!used[id] || request.parent != kNone) continue;
    unfinished[state_.services[request.service].application].push_back(request.issued);
  }
  for (std::size_t a = 0; a < state_.applications.size(); ++a) {
    const ArrivalWindows& arrivals = state_.applications[a].arrivals;
    const std::size_t from = open_[a];
    const auto counts = arrivals.at(state_.queue.now(), unfinished[a], from);
    auto& windows = result.applications[a].windows;
    for (std::size_t w = from; w < windows.size(); ++w) windows[w].arrivals = counts[w - from];
  }
}

WindowRow Recorder::usageRow(std::uint32_t s, const Mark& end) const {
  const Usage& from = window_.services[s];
  const Usage& to = end.services[s];
  const double length = toSeconds(end.time - window_.time);
  WindowRow row;
  row.begin = window_.time;
  row.end = end.time;
  row.replicasWanted = state_.services[s].wanted;
  row.replicasExisting = (to.pods - from.pods) / length;
  row.replicasReady = (to.ready - from.ready) / length;
  row.requestedCores = (to.cores - from.cores) / length;
  row.requestedBytes = (to.bytes - from.bytes) / length;
  row.busyCores = (to.busy - from.busy) / length;
  return row;
}

RunResult Recorder::result() {
  const Mark end = mark();
  RunResult result = rows_;
  if (end.time > window_.time) appendRows(result, end);
  result.end = end.time;
  fillArrivals(result);
  fillTotals(result, end);
  return result;
}

void Recorder::fillTotals(RunResult& result, const Mark& end) const {
  const auto count = [](SubjectResult& one, const Counts& from, const Counts& to) {
    one.requests = to.completed - from.completed;
    for (std::size_t kind = 0; kind < kFailureKinds; ++kind) {
      one.failures[kind] = to.failed[kind] - from.failed[kind];
      one.requests += one.failures[kind];
    }
  };
  for (std::size_t a = 0; a < result.applications.size(); ++a) {
    count(result.applications[a], totals_.applicationCounts[a], end.applicationCounts[a]);
  }
  for (std::size_t s = 0; s < result.components.size(); ++s) {
    SubjectResult& one = result.components[s];
    count(one, totals_.serviceCounts[s], end.serviceCounts[s]);
    one.cost = podCost(totals_.services[s], end.services[s]);
    result.applications[state_.services[s].application].cost += one.cost;
  }
  for (std::size_t h = 0; h < result.nodes.size(); ++h) {
    result.nodes[h] = nodeResult(h, totals_, end);
  }
  result.cost = costBetween(totals_, end);
  result.events = state_.queue.firedCount();
}

NodeResult Recorder::nodeResult(std::size_t h, const Mark& from, const Mark& to) const {
  const Node& node = *state_.hosts[h].spec;
  NodeResult result(node.name);
  result.upSeconds = to.hostUp[h] - from.hostUp[h];
  result.busyCoreSeconds = to.hostBusy[h] - from.hostBusy[h];
  const double cores = node.allocatable.cpu.asDouble();
  if (node.power && cores > 0) {
    result.joules = node.power->idle * result.upSeconds +
                    (node.power->full - node.power->idle) * result.busyCoreSeconds / cores;
  }
  return result;
}

Cost Recorder::costBetween(const Mark& from, const Mark& to) const {
  Cost cost;
  for (std::size_t s = 0; s < from.services.size(); ++s) {
    cost += podCost(from.services[s], to.services[s]);
  }
  for (std::size_t h = 0; h < from.hostUp.size(); ++h) {
    const NodeResult node = nodeResult(h, from, to);
    cost.nodeSeconds += node.upSeconds;
    cost.joules += node.joules;
  }
  return cost;
}

}  // namespace evenkeel::simulation
