// How far the load as a fluid is from the same load request by request where both are steady:
// prints the table of docs/fluid.md. Loads that change, with policies: fluid_loop; speed:
// fluid_speed.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "one_service.h"
#include "simulation/simulated_world.h"

namespace {

using namespace evenkeel;
using simulation::Detail;

constexpr int kPods = 25;
constexpr std::uint64_t kSeeds = 6;

Scenario scenarioOf(Discipline discipline, Routing routing, double rate) {
  Scenario scenario = oneService(kPods, SteadyLoad{rate}, std::chrono::hours(1));
  Serving& serving = scenario.applications[0].components[0].serving;
  serving.discipline = discipline;
  serving.queueLimit = 1'000'000;
  scenario.routing = routing;
  scenario.warmUp = 120s;
  return scenario;
}

struct Seen {
  double mean = 0;
  double p95 = 0;
  double over = 0;     // percent of requests
  double windows = 0;  // percent over
};

Seen seen(Scenario scenario, Detail detail, std::uint64_t seed) {
  scenario.seed = seed;
  auto world = simulation::SimulatedWorld::make(scenario, detail);
  (*world)->run(Instant(scenario.duration));
  const simulation::RunResult result = (*world)->result();
  const Histogram& responses = result.applications[0].responses;
  double requests = 0;
  double bad = 0;
  double windows = 0;
  double violated = 0;
  for (const simulation::WindowRow& row : result.applications[0].windows) {
    if (row.begin < Instant(scenario.warmUp)) continue;
    requests += static_cast<double>(row.arrivals.requests);
    bad += static_cast<double>(row.arrivals.bad());
    ++windows;
    violated += row.arrivals.bad() * 20 > row.arrivals.requests ? 1 : 0;
  }
  return {1000 * toSeconds(responses.mean().value_or(0s)),
          1000 * toSeconds(responses.quantile(0.95).value_or(0s)), 100 * bad / requests,
          100 * violated / windows};
}

// The median over the seeds, with the least and the most where they differ as printed.
std::string spread(const std::vector<Seen>& all, double Seen::* figure, int places) {
  std::vector<double> values;
  for (const Seen& one : all) values.push_back(one.*figure);
  std::sort(values.begin(), values.end());
  const auto print = [places](double value) { return fmt::format("{:.{}f}", value, places); };
  const std::size_t half = values.size() / 2;
  const std::string middle = print((values[half] + values[values.size() - 1 - half]) / 2);
  const std::string least = print(values.front());
  const std::string most = print(values.back());
  return least == most ? middle : fmt::format("{} [{}, {}]", middle, least, most);
}

}  // namespace

int main() {
  for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      for (const double load : {0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.1}) {
        const Scenario scenario = scenarioOf(discipline, routing, load * kPods / 0.05);
        std::vector<Seen> single;
        std::vector<Seen> fluid;
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
          single.push_back(seen(scenario, Detail::Requests, seed));
          fluid.push_back(seen(scenario, Detail::Fluid, seed));
        }
        fmt::print("| {}, {} | {:.2f} ", routing == Routing::Pooled ? "pooled" : "random",
                   discipline == Discipline::Fcfs ? "fcfs" : "sharing", load);
        const std::vector<std::pair<double Seen::*, int>> figures{
            {&Seen::mean, 0}, {&Seen::p95, 0}, {&Seen::over, 2}, {&Seen::windows, 0}};
        for (const auto& [figure, places] : figures) {
          fmt::print("| {} / {} ", spread(single, figure, places), spread(fluid, figure, places));
        }
        fmt::print("|\n");
        std::fflush(stdout);
      }
    }
  }
}
