// What one loop over many scaling targets costs: CPU of every thread, memory a target.
//
//   loop_cost CYCLES LOG TARGETS...
// Each target is a component with 10 pods and one CPU metric, decided by `hpa(cpu=60)` every 15 s
// with metric windows and the decision log (a file) on. One target in fifty is scaled in a cycle;
// the pods that it gains never come up, so that all cycles are alike. Prints a line for each number
// of targets: targets, median milliseconds of CPU a loop (scrape, decisions, log), microseconds a
// target, resident bytes a target, actions in all.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "agent/agent.h"
#include "base/random.h"
#include "base/virtual_timeline.h"
#include "knowledge/sqlite_log.h"
#include "model/policy_call.h"
#include "policy/catalogue.h"

namespace {

using namespace evenkeel;

constexpr int kPods = 10;
constexpr Duration kPeriod = 15s;

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentBytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// A world of components whose pods report a CPU use that wanders about the target.
class ManyTargets final : public Inventory,
                          public MetricSource,
                          public Mechanism,
                          public Authority {
 public:
  explicit ManyTargets(std::uint32_t targets) : targets_(targets) {
    Component component;
    component.name = "c";
    component.replicas = kPods;
    component.scaling = {1, 100, {}};
    application_.name = "a";
    application_.permittedActions = {PermittedAction::Scale};
    application_.guardrails.churnLimit = 1 << 30;
    application_.components = {component};
    wanted_.assign(targets, kPods);
  }
  World world() { return {timeline, *this, {this}, {this}, *this}; }

  void watch(EventSink& sink) override {
    sink_ = &sink;
    sink.post(GrantChanged{{true, 1, "bench"}});
    for (std::uint32_t t = 0; t < targets_; ++t) {
      sink.post(AssetObserved{{applicationId(t),
                               AssetKind::Application,
                               "a" + std::to_string(t),
                               {},
                               {},
                               1,
                               {},
                               ApplicationState{}}});
      postComponent(t);
      for (std::uint32_t p = 0; p < kPods; ++p) {
        PodState state;
        state.phase = PodPhase::Running;
        state.ready = true;
        state.started = state.readyTransition = Instant{} - std::chrono::hours(1);
        state.containers.emplace_back();
        state.containers[0].name = "main";
        state.containers[0].cpuRequest = Quantity::units(1);
        sink.post(AssetObserved{{podId(t, p),
                                 AssetKind::Pod,
                                 "a" + std::to_string(t) + "/c-" + std::to_string(p),
                                 componentId(t),
                                 {},
                                 1,
                                 {},
                                 state}});
      }
    }
    sink.post(InventorySynced{});
  }
  const Application* description(AssetId) const override { return &application_; }
  std::string_view name() const override { return "scale"; }
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override {
    if (series.metric != metric::kCpuUsage) return false;
    series_.push_back(series);
    return true;
  }
  void unsubscribe(SeriesId) override {}
  Duration interval() const override { return kPeriod; }
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    KnobCapability replicas;
    replicas.knob = knob::kReplicas;
    replicas.unit = "1";
    replicas.maximum = Quantity::units(1000);
    replicas.step = Quantity::units(1);
    replicas.current = Quantity::units(wanted_[(asset.value - 1) / kIds]);
    replicas.safe = SafeDirection::Up;
    return {replicas};
  }
  Result<void> check(const Order&) const override { return {}; }
  void submit(const Order& order) override {
    ++actions;
    const std::uint32_t target = (order.action.asset.value - 1) / kIds;
    wanted_[target] = static_cast<std::int32_t>(order.action.settings.at(0).value.ceilUnits());
    postComponent(target);
    sink_->post(OutcomeArrived{{order.id, OutcomeKind::Completed, timeline.now(), {}}});
  }
  void cancel(ActionId) override {}
  void observe(const Order&) override {}

  void scrape(std::uint64_t cycle) {
    SamplesArrived arrived{"bench", {}};
    arrived.samples.reserve(series_.size());
    for (const Series& series : series_) {
      const std::uint32_t target = (series.asset.value - 1) / kIds;
      const bool busy = (target + cycle) % 50 == 0;
      arrived.samples.push_back(
          {series.id, timeline.now(), kPeriod, (busy ? 0.75 : 0.59) + 0.02 * random_.uniform()});
    }
    sink_->post(std::move(arrived));
  }

  VirtualTimeline timeline;
  std::uint64_t actions = 0;

 private:
  static constexpr std::uint32_t kIds = kPods + 2;
  static AssetId applicationId(std::uint32_t t) { return {t * kIds + 1}; }
  static AssetId componentId(std::uint32_t t) { return {t * kIds + 2}; }
  static AssetId podId(std::uint32_t t, std::uint32_t p) { return {t * kIds + 3 + p}; }
  void postComponent(std::uint32_t t) {
    ComponentState state;
    state.replicas = state.statusReplicas = wanted_[t];
    state.readyReplicas = kPods;
    state.podRequests = {Quantity::units(1), Quantity::units(1 << 20)};
    sink_->post(AssetObserved{{componentId(t),
                               AssetKind::Component,
                               "a" + std::to_string(t) + "/c",
                               applicationId(t),
                               {},
                               1,
                               {},
                               state}});
  }

  std::uint32_t targets_;
  Application application_;
  std::vector<std::int32_t> wanted_;
  std::vector<Series> series_;
  EventSink* sink_ = nullptr;
  RandomStream random_{1, "bench", "cpu"};
};

int measure(std::uint32_t targets, int cycles, const std::string& path) {
  const double before = residentBytes();
  ManyTargets many(targets);
  const auto call = parsePolicyCall("hpa(cpu=60)");
  auto policy = makePolicy(*call);
  auto file = LogFile::create(path);
  if (!policy || !file) return 1;
  EventSink* inbox = nullptr;
  QueuedLog log(std::move(*file),
                [&inbox](std::uint64_t position) { inbox->post(IntentDurable{position}); });
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"hpa(cpu=60)", policy->get()}};
  Agent agent(many.world(), config, log, 100'000'000);
  inbox = &agent.inbox();
  agent.start();
  many.timeline.runUntil(Instant{} + 1s);

  std::vector<double> loops;
  for (int cycle = 1; cycle <= cycles; ++cycle) {
    many.timeline.runUntil(Instant{} + cycle * kPeriod - 1s);
    const double start = cpuSeconds();
    many.scrape(static_cast<std::uint64_t>(cycle));
    many.timeline.runUntil(Instant{} + cycle * kPeriod);
    loops.push_back(cpuSeconds() - start);
  }
  const double total = cpuSeconds();
  if (!log.close()) return 1;
  const double drained =
      (cpuSeconds() - total) / cycles;  // the log's thread, behind by a frame or two
  std::sort(loops.begin(), loops.end());
  const double median = loops[loops.size() / 2] + drained;
  std::printf("%9u %12.2f %12.3f %14.0f %10lu\n", targets, median * 1e3, median * 1e6 / targets,
              (residentBytes() - before) / targets, static_cast<unsigned long>(many.actions));
  std::fflush(stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: loop_cost CYCLES LOG TARGETS...\n");
    return 2;
  }
  std::printf("%9s %12s %12s %14s %10s\n", "targets", "ms CPU/loop", "us/target", "bytes/target",
              "actions");
  for (int i = 3; i < argc; ++i) {
    std::remove(argv[2]);
    if (measure(static_cast<std::uint32_t>(std::atoi(argv[i])), std::atoi(argv[1]), argv[2]) != 0)
      return 1;
  }
  return 0;
}
