// What a decision costs by a program of one's own, beside the same kind of rule compiled in.
//
//   exec_cost [DECISIONS [PROGRAM]]     (PROGRAM: ./examples/policies/threshold.py)
// For components of 1, 10 and 100 pods with five samples each: microseconds a decision (median,
// 99th percentile) of `hpa(cpu=60)` and of `exec(PROGRAM)`, of that the part for writing the
// snapshot, and bytes of a message; then what it takes to start a process.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "base/stopwatch.h"
#include "plugin/exec_policy.h"
#include "plugin/protocol.h"
#include "policy/catalogue.h"

namespace {

using namespace evenkeel;

// A component under a steady load.
class SteadyComponent {
 public:
  explicit SteadyComponent(std::size_t pods, const Policy& policy) {
    description_.name = "web";
    description_.scaling.maxReplicas = 1000;
    state_.replicas = state_.statusReplicas = state_.readyReplicas = static_cast<int>(pods);
    state_.podRequests.cpu = Quantity::units(1);
    knob_ = {"scale",
             "replicas",
             "1",
             Quantity::units(1),
             Quantity::units(1000),
             Quantity::units(1),
             Quantity::units(state_.replicas),
             {},
             SafeDirection::Up};
    for (std::size_t i = 0; i < pods; ++i) {
      Pod& pod = pods_.emplace_back();
      pod.name = "web-" + std::to_string(i);
      pod.state.phase = PodPhase::Running;
      pod.state.ready = true;
      pod.state.started = pod.state.readyTransition = Instant(1s);
      pod.state.containers.resize(1);
      pod.state.containers[0].cpuRequest = Quantity::units(1);
      for (int sample = 0; sample < 5; ++sample)
        pod.cpu.add({SeriesId{1}, now_ - sample * 15s, 15s, 0.6123456789});
      pod.series = {&pod.cpu};
      views_.push_back(
          {AssetId{static_cast<std::uint32_t>(i) + 2}, &pod.name, &pod.state, {}, pod.series});
    }
    series_.assign(policy.needs().metrics.size(), nullptr);
    view_ = {AssetId{1}, &description_, &state_, 1, views_, series_, {&knob_, 1}};
    snapshot.now = now_;
    snapshot.scope.asset = view_.id;
    snapshot.application = &application_;
    snapshot.components = {&view_, 1};
    snapshot.sampleInterval = 15s;
  }

  Snapshot snapshot;

 private:
  struct Pod {
    std::string name;
    PodState state;
    Window cpu{60s};
    std::vector<const Window*> series;
  };
  const Instant now_{std::chrono::hours(1)};
  Application application_;
  Component description_;
  ComponentState state_;
  KnobCapability knob_;
  std::deque<Pod> pods_;
  std::vector<PodView> views_;
  std::vector<const Window*> series_;
  ComponentView view_;
};

struct Spread {
  double median = 0;
  double p99 = 0;
};

template <class Work>
Spread microseconds(std::size_t times, Work work) {
  std::vector<double> taken;
  for (std::size_t i = 0; i < times; ++i) {
    const Stopwatch watch;
    work();
    taken.push_back(1e6 * toSeconds(watch.elapsed()));
  }
  std::sort(taken.begin(), taken.end());
  return {taken[taken.size() / 2], taken[taken.size() * 99 / 100]};
}

template <class T>
T orExit(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "exec_cost: %s\n", result.error().text().c_str());
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  const auto times = static_cast<std::size_t>(argc > 1 ? std::atoi(argv[1]) : 2000);
  if (times == 0) return 2;
  const std::string program = argc > 2 ? argv[2] : "./examples/policies/threshold.py";
  const Parameters command{{"command", program}};
  const auto exec = orExit(plugin::makeExecPolicy(command, program));
  const auto hpa = orExit(makePolicy({"hpa", {{"cpu", "60"}}, "hpa(cpu=60)"}));

  std::printf("%6s %10s %10s %10s %10s %12s %10s\n", "pods", "hpa µs", "exec µs", "p99 µs",
              "writing µs", "a message kB", "decisions");
  for (const std::size_t pods : {1u, 10u, 100u}) {
    const auto decide = [&](const Policy& policy) {
      SteadyComponent component(pods, policy);
      PolicyState state;
      return microseconds(times, [&] {
        RandomStream random(1, "web", "bench");
        state = orExit(policy.decide(component.snapshot, state, random)).state;
      });
    };
    SteadyComponent component(pods, *exec);
    std::string text;
    const Spread writing =
        microseconds(times, [&] { text = plugin::snapshotText(component.snapshot); });
    const Spread own = decide(*exec);
    std::printf("%6zu %10.1f %10.1f %10.1f %10.1f %12.1f %10zu\n", pods, decide(*hpa).median,
                own.median, own.p99, writing.median, static_cast<double>(text.size()) / 1000,
                times);
  }
  const Spread start = microseconds(std::min<std::size_t>(times, 50),
                                    [&] { orExit(plugin::makeExecPolicy(command, program)); });
  std::printf("start of a process: %.1f ms\n", start.median / 1000);
  return 0;
}
