#include "program/history_log.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "knowledge/sqlite_log.h"
#include "model/capability.h"
#include "program/version.h"
#include "view/words.h"

namespace evenkeel::program {
namespace {

class Writer {
 public:
  Writer(LogFile file, const ReadHistory& history, const AdvisedHistory& advised)
      : log_(std::move(file), [](std::uint64_t) {}), history_(history), advised_(advised) {}

  Result<void> write(const std::string& prometheus) {
    begin(prometheus);
    for (std::size_t i = 0; i < history_.workloads.size(); ++i) open(i);
    for (const auto& [at, workload, index] : order())
      write(workload, advised_.changes[workload][index]);
    log_.append(record::RunEnded{"completed"});
    log_.commit();
    return log_.close();
  }

 private:
  using Place = std::tuple<Instant, std::size_t, std::size_t>;  // when, of which workload, which

  std::vector<Place> order() const {
    std::vector<Place> places;
    for (std::size_t i = 0; i < advised_.changes.size(); ++i) {
      for (std::size_t j = 0; j < advised_.changes[i].size(); ++j)
        places.emplace_back(advised_.changes[i][j].at, i, j);
    }
    std::sort(places.begin(), places.end());
    return places;
  }

  void begin(const std::string& prometheus) {
    record::RunStarted started;
    started.program = kVersion;
    started.world = "history";
    started.wall = history_.grid.first;
    started.notes = {{"prometheus", prometheus}};
    log_.append(started);
  }

  static AssetId componentOf(std::size_t workload) {
    return AssetId{static_cast<std::uint32_t>(workload + 1)};
  }

  std::string nameOf(std::size_t workload) const {
    const telemetry::KnownWorkload& known = history_.workloads[workload].known;
    return known.name + '.' + known.space + '/' + view::kindWord(known.kind);
  }

  void take(Instant at, EventBody body) {
    log_.append(record::Input{
        {++events_, at, history_.grid.first + at.time_since_epoch(), std::move(body)}});
  }

  void observe(std::size_t workload, Instant at, std::int32_t replicas) {
    ComponentState state;
    state.replicas = state.statusReplicas = state.readyReplicas = replicas;
    take(
        at,
        AssetObserved{
            {componentOf(workload), AssetKind::Component, nameOf(workload), {}, {}, 0, at, state}});
  }

  void open(std::size_t workload) {
    const view::HistoryAdvice& advice = advised_.advice[workload];
    const std::string& policy = advice.policy;
    const auto& changes = advised_.changes[workload];
    observe(workload, Instant{}, changes.empty() ? advice.replicas : changes.front().from);
    if (policy.empty()) return;
    log_.append(record::ScopeOpened{
        workload + 1, {Level::Cluster, componentOf(workload)}, nameOf(workload), policy});
  }

  void write(std::size_t workload, const evaluation::PlayedChange& change) {
    take(change.at, WakeUp{});
    Decision decision = change.decision;
    for (Action& action : decision.actions) action.asset = componentOf(workload);
    log_.append(record::Proposed{workload + 1, false, {}, decision});
    const std::vector<Action> done{{"scale",
                                    componentOf(workload),
                                    {{std::string(knob::kReplicas), Quantity::units(change.to)}},
                                    {},
                                    0}};
    log_.append(record::Guarded{workload + 1, {}, done});
    const PlanId plan{++plans_};
    log_.append(record::Planned{{.id = plan,
                                 .parent = {},
                                 .scope = {Level::Cluster, componentOf(workload)},
                                 .policy = advised_.advice[workload].policy,
                                 .priority = Priority::Normal,
                                 .decided = change.at,
                                 .expiry = change.at,
                                 .actions = done}});
    log_.append(
        record::StatusChanged{{plan, 0}, ActionStatus::Completed, OutcomeKind::Completed, {}, {}});
    observe(workload, change.at, change.to);
    log_.commit();
  }

  QueuedLog log_;
  const ReadHistory& history_;
  const AdvisedHistory& advised_;
  std::uint64_t events_ = 0;
  std::uint64_t plans_ = 0;
};

}  // namespace

Result<void> keepHistoryLog(const std::string& path, const std::string& prometheus,
                            const ReadHistory& history, const AdvisedHistory& advised) {
  auto file = LogFile::create(path);
  if (!file) return tl::unexpected(std::move(file.error()));
  return Writer(std::move(*file), history, advised).write(prometheus);
}

}  // namespace evenkeel::program
