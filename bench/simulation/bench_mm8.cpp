// Requests and events per second of CPU time for one M/M/8 queue at 90 % load.
//
//   bench_mm8 bare|full REQUESTS
// bare: the queue alone, on the engine's event queue and random streams.
// full: the engine with everything on: call frames, routing, time-outs armed, response times by
// window, a metric scrape every 15 s of simulated time.
// Prints one line: mode, requests, events, CPU seconds, mean response time in seconds.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

#include "simulation/engine.h"
#include "simulation/exponential.h"
#include "workload/generators.h"

namespace {

using namespace evenkeel;
using namespace evenkeel::simulation;

constexpr int kServers = 8;
constexpr double kLoad = 0.9;
constexpr double kServiceMean = 0.05;  // seconds
constexpr double kRate = kServers * kLoad / kServiceMean;

double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Outcome {
  std::uint64_t requests = 0;
  std::uint64_t events = 0;
  double responseSum = 0;
};

// First come, first served: who waits is a ring of arrival times.
Outcome runBare(std::uint64_t requests, std::uint64_t seed) {
  EventQueue queue;
  RandomStream gaps(seed, "queue", "arrivals");
  RandomStream work(seed, "queue", "service");
  std::vector<Nanoseconds> arrivedAt(kServers);
  std::vector<Nanoseconds> ring(1 << 16);
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::vector<std::uint32_t> idle;
  Timer server[kServers];
  const Timer arrival = queue.make(0, 0);
  for (std::uint32_t s = 0; s < kServers; ++s) {
    server[s] = queue.make(1, s);
    idle.push_back(s);
  }
  const auto begin = [&](std::uint32_t s, Nanoseconds since) {
    arrivedAt[s] = since;
    const double time = drawExponential(work) * (kServiceMean * 1e9);
    queue.arm(server[s], queue.now() + static_cast<Nanoseconds>(time + 0.5));
  };
  Outcome outcome;
  Nanoseconds sum = 0;
  queue.arm(arrival, 0);
  Fired event;
  while (outcome.requests < requests && queue.next(kNever, event)) {
    const Nanoseconds now = queue.now();
    if (event.kind == 0) {
      const double gap = drawExponential(gaps) * (1e9 / kRate);
      queue.arm(arrival, now + static_cast<Nanoseconds>(gap + 0.5));
      if (!idle.empty()) {
        begin(idle.back(), now);
        idle.pop_back();
      } else {
        ring[tail++ & (ring.size() - 1)] = now;
      }
      continue;
    }
    sum += now - arrivedAt[event.subject];
    ++outcome.requests;
    if (head != tail) {
      begin(event.subject, ring[head++ & (ring.size() - 1)]);
    } else {
      idle.push_back(event.subject);
    }
  }
  outcome.events = queue.firedCount();
  outcome.responseSum = static_cast<double>(sum) * 1e-9;
  return outcome;
}

Scenario oneService() {
  Scenario scenario;
  Node node;
  node.name = "node";
  node.allocatable = {Quantity::units(kServers), Quantity::units(std::int64_t{64} << 30)};
  scenario.nodes = {node};
  Component component;
  component.name = "service";
  component.replicas = kServers;
  component.serving.discipline = Discipline::Fcfs;
  component.serving.timeout = 10s;
  component.serving.serviceTime.mean = fromSeconds(kServiceMean);
  Application application;
  application.name = "app";
  application.components = {component};
  scenario.applications = {application};
  scenario.loads = {{"app", SteadyLoad{kRate}, 0}};
  return scenario;
}

class Scraper final : public FleetWatcher, public ExternalEvents {
 public:
  void start(Engine& engine) {
    engine_ = &engine;
    timer_ = engine.state().queue.make(static_cast<std::uint32_t>(EventKind::External), 0);
    engine.state().queue.arm(timer_, kInterval);
  }
  void fired(std::uint32_t, std::uint32_t) override {
    for (Service& service : engine_->state().services) {
      for (const std::uint32_t pod : service.pods) busy_ += engine_->flow().busy(pod);
      seen_.merge(service.traffic.recent);
      service.traffic.recent.clear();
    }
    engine_->state().queue.arm(timer_, engine_->now() + kInterval);
  }

 private:
  static constexpr Nanoseconds kInterval = 15'000'000'000;
  Engine* engine_ = nullptr;
  Timer timer_ = kNoTimer;
  double busy_ = 0;
  Histogram seen_;
};

Outcome runFull(std::uint64_t requests, std::uint64_t seed) {
  Scenario scenario = oneService();
  scenario.seed = seed;
  Scraper scraper;
  auto intensity = intensityOf(SteadyLoad{kRate}, std::chrono::hours(24 * 365));
  if (!intensity) std::abort();
  auto made = Engine::make(scenario, {std::move(*intensity)}, scraper, scraper);
  if (!made) std::abort();
  Engine& engine = **made;
  engine.begin();
  scraper.start(engine);
  engine.run(fromSeconds(static_cast<double>(requests) / kRate).count());
  if (!engine.obeysLittlesLaw()) std::abort();
  const Traffic& traffic = engine.state().applications[0].traffic;
  return {static_cast<std::uint64_t>(traffic.completed), engine.state().queue.firedCount(),
          static_cast<double>(traffic.responseSum) * 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_mm8 bare|full REQUESTS\n");
    return 2;
  }
  const auto requests = std::strtoull(argv[2], nullptr, 10);
  const double start = cpuSeconds();
  const Outcome outcome =
      std::strcmp(argv[1], "bare") == 0 ? runBare(requests, 1) : runFull(requests, 1);
  const double cpu = cpuSeconds() - start;
  const auto count = static_cast<double>(outcome.requests);
  std::printf("%s %llu %llu %.6f %.6f\n", argv[1],
              static_cast<unsigned long long>(outcome.requests),
              static_cast<unsigned long long>(outcome.events), cpu, outcome.responseSum / count);
}
