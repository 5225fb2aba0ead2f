// What one loop over many scaling targets costs: CPU of every thread, memory a target.
//
//   loop_cost CYCLES LOG POLICY SCRAPES TARGETS...
//   loop_cost --rules                                every rule of the catalogue that does not
//   learn
// Each target is a component with 10 pods, decided by POLICY once its period, with metric windows
// and the decision log (a file) on. Every series that the policy needs gets SCRAPES samples a
// period; a loop is everything from one decision to the next. One target
// in fifty is busy in a cycle, enough for a rule to scale it; the pods that it gains never come up,
// so that all cycles are alike. Prints a line for each number of targets: targets, median
// milliseconds of CPU a loop (scrapes, decisions, log), least and most, microseconds a target,
// resident bytes a target, actions in all.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/agent.h"
#include "base/random.h"
#include "base/virtual_timeline.h"
#include "bench/policy/catalogue_calls.h"
#include "knowledge/sqlite_log.h"

namespace {

using namespace evenkeel;

constexpr int kPods = 10;

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
  ManyTargets(std::uint32_t targets, Duration interval) : targets_(targets), interval_(interval) {
    Component component;
    component.name = "c";
    component.replicas = kPods;
    component.scaling = {1, 100, {}};
    application_.name = "a";
    application_.permittedActions = {PermittedAction::Scale, PermittedAction::Resize};
    application_.targets.emplace_back();
    application_.targets[0].value = 0.25;
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
        state.containers[0].memoryRequest = Quantity::units(kMemory);
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
    series_.push_back(
        {series.id, (series.asset.value - 1) / kIds, bench::steadyLevel(series.metric)});
    return true;
  }
  void unsubscribe(SeriesId) override {}
  Duration interval() const override { return interval_; }
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const std::int32_t wanted = wanted_[(asset.value - 1) / kIds];
    return {
        knobOf(knob::kReplicas, "1", Quantity::units(1), Quantity::units(1000),
               Quantity::units(wanted)),
        knobOf(knob::kCpu, "cores", Quantity::millis(1), Quantity::units(8), Quantity::units(1)),
        knobOf(knob::kMemory, "bytes", Quantity::units(1), Quantity::units(8 * kMemory),
               Quantity::units(kMemory))};
  }
  Result<void> check(const Order&) const override { return {}; }
  void submit(const Order& order) override {
    ++actions;
    const std::uint32_t target = (order.action.asset.value - 1) / kIds;
    for (const Setting& setting : order.action.settings) {
      if (setting.knob == knob::kReplicas)
        wanted_[target] = static_cast<std::int32_t>(setting.value.ceilUnits());
    }
    postComponent(target);
    sink_->post(OutcomeArrived{{order.id, OutcomeKind::Completed, timeline.now(), {}}});
  }
  void cancel(ActionId) override {}
  void observe(const Order&) override {}

  void scrape(std::uint64_t cycle) {
    SamplesArrived arrived{"bench", {}};
    arrived.samples.reserve(series_.size());
    for (const Fed& series : series_) {
      const bool busy = (series.target + cycle) % 50 == 0;
      arrived.samples.push_back(
          {series.id, timeline.now(), interval_,
           series.level * (busy ? 1.25 : 1) * (0.98 + 0.04 * random_.uniform())});
    }
    sink_->post(std::move(arrived));
  }

  VirtualTimeline timeline;
  std::uint64_t actions = 0;

 private:
  static constexpr std::uint32_t kIds = kPods + 2;
  static constexpr std::int64_t kMemory = 256 << 20;
  struct Fed {
    SeriesId id;
    std::uint32_t target = 0;
    double level = 0;
  };

  static KnobCapability knobOf(std::string_view name, std::string unit, Quantity least,
                               Quantity most, Quantity current) {
    KnobCapability capability;
    capability.knob = name;
    capability.unit = std::move(unit);
    capability.minimum = least;
    capability.maximum = most;
    capability.step = least;
    capability.current = current;
    capability.safe = SafeDirection::Up;
    return capability;
  }
  static AssetId applicationId(std::uint32_t t) { return {t * kIds + 1}; }
  static AssetId componentId(std::uint32_t t) { return {t * kIds + 2}; }
  static AssetId podId(std::uint32_t t, std::uint32_t p) { return {t * kIds + 3 + p}; }
  void postComponent(std::uint32_t t) {
    ComponentState state;
    state.replicas = state.statusReplicas = wanted_[t];
    state.readyReplicas = kPods;
    state.podRequests = {Quantity::units(1), Quantity::units(kMemory)};
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
  std::vector<Fed> series_;
  Duration interval_;
  EventSink* sink_ = nullptr;
  RandomStream random_{1, "bench", "cpu"};
};

int listRules() {
  for (const std::string& call : bench::catalogueCalls()) {
    const auto policy = bench::policyOf(call);
    if (policy == nullptr) return 1;
    if (!policy->needs().learns) std::printf("%s\n", call.c_str());
  }
  return 0;
}

int measure(const std::string& text, int scrapes, std::uint32_t targets, int cycles,
            const std::string& path) {
  const double before = residentBytes();
  const auto policy = bench::policyOf(text);
  auto file = LogFile::create(path);
  if (!policy || !file) return 1;
  const Duration period = policy->needs().period;
  const Duration interval = period / scrapes;
  ManyTargets many(targets, interval);
  EventSink* inbox = nullptr;
  QueuedLog log(std::move(*file),
                [&inbox](std::uint64_t position) { inbox->post(IntentDurable{position}); });
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{text, policy.get()}};
  Agent agent(many.world(), config, log, 100'000'000);
  inbox = &agent.inbox();
  agent.start();
  many.timeline.runUntil(Instant{} + 1s);

  std::vector<double> loops;
  for (int cycle = 1; cycle <= cycles; ++cycle) {
    const Instant end = Instant{} + cycle * period;
    const double start = cpuSeconds();
    for (Instant at = end - period + interval; at <= end; at += interval) {
      many.timeline.runUntil(at - std::min<Duration>(1s, interval / 2));
      many.scrape(static_cast<std::uint64_t>(cycle));
    }
    many.timeline.runUntil(end);
    loops.push_back(cpuSeconds() - start);
  }
  const double total = cpuSeconds();
  if (!log.close()) return 1;
  const double drained =
      (cpuSeconds() - total) / cycles;  // the log's thread, behind by a frame or two
  std::sort(loops.begin(), loops.end());
  const double median = loops[loops.size() / 2] + drained;
  std::printf("%9u %12.2f %8.2f %8.2f %12.3f %14.0f %10lu\n", targets, median * 1e3,
              (loops.front() + drained) * 1e3, (loops.back() + drained) * 1e3,
              median * 1e6 / targets, (residentBytes() - before) / targets,
              static_cast<unsigned long>(many.actions));
  std::fflush(stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--rules") return listRules();
  const int cycles = argc > 5 ? std::atoi(argv[1]) : 0;
  const int scrapes = argc > 5 ? std::atoi(argv[4]) : 0;
  if (cycles < 1 || scrapes < 1) {
    std::fprintf(stderr, "usage: loop_cost CYCLES LOG POLICY SCRAPES TARGETS... | --rules\n");
    return 2;
  }
  std::printf("%9s %12s %8s %8s %12s %14s %10s\n", "targets", "ms CPU/loop", "least", "most",
              "us/target", "bytes/target", "actions");
  for (int i = 5; i < argc; ++i) {
    std::remove(argv[2]);
    const auto targets = static_cast<std::uint32_t>(std::atoi(argv[i]));
    if (measure(argv[3], scrapes, targets, cycles, argv[2]) != 0) return 1;
  }
  return 0;
}
