// How far the load as a fluid is from the same load request by request, and how much faster.
// Prints the table of docs/fluid.md and the ratio of the times in one run.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/stopwatch.h"
#include "simulation/simulated_world.h"

namespace {

using namespace evenkeel;
using simulation::Detail;

constexpr double kLimit = 0.25;
constexpr int kPods = 25;
constexpr std::uint64_t kSeeds = 4;

Scenario scenarioOf(Discipline discipline, Routing routing, double rate) {
  Scenario scenario;
  Node node;
  node.name = "node";
  node.allocatable = {Quantity::units(1000), Quantity::units(std::int64_t{1} << 42)};
  scenario.nodes = {node};
  Component component;
  component.name = "web";
  component.replicas = kPods;
  component.serving.discipline = discipline;
  component.serving.queueLimit = 1'000'000;
  component.serving.serviceTime.mean = 50ms;
  component.startup.imageSize = {};
  component.startup.readinessDelay = {};
  Application application;
  application.name = "app";
  application.components = {component};
  Target target;
  target.statistic = Statistic::P95;
  target.value = kLimit;
  application.targets = {target};
  scenario.applications = {application};
  scenario.routing = routing;
  scenario.loads = {{"app", SteadyLoad{rate}}};
  scenario.duration = std::chrono::hours(1);
  scenario.warmUp = 120s;
  return scenario;
}

struct Seen {
  double mean = 0;
  double p95 = 0;
  double over = 0;     // percent of requests
  double windows = 0;  // percent over
};

Seen seen(Scenario scenario, Detail detail) {
  Histogram responses;
  double requests = 0;
  double bad = 0;
  double windows = 0;
  double violated = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    scenario.seed = seed;
    auto world = simulation::SimulatedWorld::make(scenario, detail);
    (*world)->run(Instant(scenario.duration));
    const simulation::RunResult result = (*world)->result();
    responses.merge(result.applications[0].responses);
    for (const simulation::WindowRow& row : result.applications[0].windows) {
      if (row.begin < Instant(scenario.warmUp)) continue;
      requests += static_cast<double>(row.arrivals.requests);
      bad += static_cast<double>(row.arrivals.bad());
      ++windows;
      violated += row.arrivals.bad() * 20 > row.arrivals.requests ? 1 : 0;
    }
  }
  return {1000 * toSeconds(responses.mean().value_or(0s)),
          1000 * toSeconds(responses.quantile(0.95).value_or(0s)), 100 * bad / requests,
          100 * violated / windows};
}

double secondsFor(Scenario scenario, Detail detail, Duration length) {
  scenario.duration = length;
  const Stopwatch watch;
  auto world = simulation::SimulatedWorld::make(scenario, detail);
  (*world)->run(Instant(length));
  (*world)->result();
  return toSeconds(watch.elapsed()) / toSeconds(length);
}

}  // namespace

int main() {
  for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      for (const double load : {0.3, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.1}) {
        const Scenario scenario = scenarioOf(discipline, routing, load * kPods / 0.05);
        const Seen one = seen(scenario, Detail::Requests);
        const Seen fluid = seen(scenario, Detail::Fluid);
        fmt::print(
            "| {}, {} | {:.2f} | {:.0f} / {:.0f} | {:.0f} / {:.0f} | {:.2f} / {:.2f} | "
            "{:.0f} / {:.0f} |\n",
            routing == Routing::Pooled ? "pooled" : "random",
            discipline == Discipline::Fcfs ? "fcfs" : "sharing", load, one.mean, fluid.mean,
            one.p95, fluid.p95, one.over, fluid.over, one.windows, fluid.windows);
        std::fflush(stdout);
      }
    }
  }
  std::vector<double> ratios;
  const Scenario scenario = scenarioOf(Discipline::ProcessorSharing, Routing::Pooled, 500);
  for (int i = 0; i < 7; ++i) {
    const double single = secondsFor(scenario, Detail::Requests, std::chrono::hours(1));
    const double fluid = secondsFor(scenario, Detail::Fluid, std::chrono::hours(480));
    ratios.push_back(single / fluid);
  }
  std::sort(ratios.begin(), ratios.end());
  fmt::print(
      "at 500 requests/s the fluid is {:.0f} times as fast ({:.0f} to {:.0f}, median of 7)\n",
      ratios[3], ratios.front(), ratios.back());
}
