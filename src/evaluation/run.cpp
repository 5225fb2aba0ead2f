#include "evaluation/run.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "agent/agent.h"
#include "model/metric.h"

namespace evenkeel::evaluation {
namespace {

constexpr Duration kSlice = 1s;     // between two looks at new rows: the same in every run
constexpr Duration kGlance = 20ms;  // between two looks at the watch
static_assert(kSlice % kGlance == 0ns);

record::RunStarted startOf(const simulation::SimulatedWorld& world, const RunSetup& setup) {
  const Scenario& scenario = world.scenario();
  record::RunStarted started;
  started.program = setup.program;
  started.world = world.detail() == simulation::Detail::Fluid ? "fluid" : "simulated";
  started.scenario = setup.document;
  for (const BoundPolicy& policy : setup.policies) started.policies.push_back(policy.label);
  started.fallback = setup.fallback.label;
  started.seed = scenario.seed;
  started.acting = true;
  started.notes["scenario"] = scenario.name;
  return started;
}

record::Measured measured(const std::string& application, const simulation::WindowRow& row) {
  const double seconds = toSeconds(row.end - row.begin);
  record::Measured out{row.end, application, {}};
  const auto add = [&](std::string_view name, std::optional<double> value) {
    if (value) out.values.emplace_back(name, *value);
  };
  add(metric::kDurationP95, row.p95);
  add(metric::kDurationP50, row.p50);
  if (seconds > 0) {
    add(metric::kRequestRate, static_cast<double>(row.requests) / seconds);
    add(metric::kErrorRate, static_cast<double>(row.failures) / seconds);
  }
  return out;
}

// The end of the slice in which something happens next: between a fluid's events nothing does.
Instant sliceEnd(const simulation::SimulatedWorld& world, Instant end) {
  const Instant now = world.now();
  const Duration ahead = std::clamp(world.nextEvent() - now, Duration(1), end - now);
  return std::min(end, now + (ahead + kSlice - Duration(1)) / kSlice * kSlice);
}

// Appends the rows of windows that have become complete.
class RowWriter {
 public:
  RowWriter(const simulation::SimulatedWorld& world, DecisionLog& log) : world_(world), log_(log) {}

  void write() {
    const auto& applications = world_.rows().applications;
    written_.resize(applications.size());
    bool any = false;
    for (std::size_t i = 0; i < applications.size(); ++i) {
      for (; written_[i] < applications[i].windows.size(); ++written_[i]) {
        log_.append(measured(applications[i].name, applications[i].windows[written_[i]]));
        any = true;
      }
    }
    if (any) log_.commit();
  }

 private:
  const simulation::SimulatedWorld& world_;
  DecisionLog& log_;
  std::vector<std::size_t> written_;
};

}  // namespace

void DurableRelay::operator()(std::uint64_t position) const {
  if (sink_ == nullptr) return;
  if (delay_ == Duration::zero()) {
    sink_->post(IntentDurable{position});
    return;
  }
  timeline_->at(timeline_->now() + delay_, [this, position] {
    if (sink_ != nullptr) sink_->post(IntentDurable{position});
  });
}

void DurableRelay::connect(EventSink& sink, Timeline& timeline, Duration delay) {
  sink_ = &sink;
  timeline_ = &timeline;
  delay_ = delay;
}

LoopConfig loopConfig(const Scenario& scenario, const RunSetup& setup) {
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = setup.policies;
  config.policyOfCall = setup.policyOfCall;
  config.fallback = setup.fallback;
  config.seed = scenario.seed;
  config.decisionDelay = scenario.decisionDelay;
  config.rests = setup.rests;
  return config;
}

RunEnd run(simulation::SimulatedWorld& world, const RunSetup& setup, DecisionLog& log,
           DurableRelay& durable, const RunWatch& watch) {
  const Scenario& scenario = world.scenario();
  log.append(startOf(world, setup));
  Agent agent(world.world(), loopConfig(scenario, setup), log);
  durable.connect(agent.inbox(), world.world().timeline, scenario.decisionDelay);
  agent.start();

  RowWriter rows(world, log);
  const Instant end = Instant(scenario.duration);
  const bool fluid = world.detail() == simulation::Detail::Fluid;
  RunEnd how = RunEnd::Completed;
  while (world.now() < end) {
    const Instant until = setup.rests ? sliceEnd(world, end) : std::min(end, world.now() + kSlice);
    while (world.now() < until && how == RunEnd::Completed) {
      world.run(fluid ? until : std::min(until, world.now() + kGlance));
      if (!watch()) how = RunEnd::Stopped;
    }
    if (how == RunEnd::Stopped) break;
    if (!setup.rests) rows.write();
  }
  durable.disconnect();
  world.disconnect();
  log.append(record::RunEnded{how == RunEnd::Completed ? "completed" : "interrupted"});
  log.commit();
  return how;
}

}  // namespace evenkeel::evaluation
