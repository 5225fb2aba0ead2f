// What a decision costs by a program of one's own, beside the same kind of rule compiled in.
//
//   exec_cost [DECISIONS [PROGRAM]]     (PROGRAM: ./examples/policies/threshold.py)
// For components of 1, 10 and 100 pods with five samples each: microseconds a decision (median,
// 99th percentile) of `hpa(cpu=60)` and of `exec(PROGRAM)`, of that the part for writing the
// snapshot, and bytes of a message; then what it takes to start a process.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/policy/spread.h"
#include "bench/policy/steady_component.h"
#include "plugin/exec_policy.h"
#include "plugin/protocol.h"
#include "policy/catalogue.h"

namespace {

using namespace evenkeel;

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
      const bench::SteadyComponent component(pods, 1000, policy);
      PolicyState state;
      return bench::microseconds(times, [&] {
        RandomStream random(1, "web", "bench");
        state = orExit(policy.decide(component.snapshot, state, random)).state;
      });
    };
    const bench::SteadyComponent component(pods, 1000, *exec);
    std::string text;
    const bench::Spread writing =
        bench::microseconds(times, [&] { text = plugin::snapshotText(component.snapshot); });
    const bench::Spread own = decide(*exec);
    std::printf("%6zu %10.1f %10.1f %10.1f %10.1f %12.1f %10zu\n", pods, decide(*hpa).median,
                own.median, own.p99, writing.median, static_cast<double>(text.size()) / 1000,
                times);
  }
  const bench::Spread start = bench::microseconds(
      std::min<std::size_t>(times, 50), [&] { orExit(plugin::makeExecPolicy(command, program)); });
  std::printf("start of a process: %.1f ms\n", start.median / 1000);
  return 0;
}
