// How much faster the world plays the load as a fluid than request by request: the world alone, no
// loop, one service of 50 pods at 500 requests/s in the mean.
//
//   bench_fluid_speed [TURNS]
// Loads: steady, and one that changes each minute (hours of a day, noise, bursts). Each played
// unread but for the rows of results a minute, and read as a loop reads it: every pod's CPU, the
// request rate and the p95 every 15 s. CPU time; the modes take turns, request by request for three
// hours (its cost is one of requests), as a fluid for one day and for twenty, from the making of
// the world to its result: in the first day each operating point is worked out.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "one_service.h"
#include "simulation/simulated_world.h"

namespace {

using namespace evenkeel;
using simulation::Detail;

constexpr int kPods = 50;
constexpr double kRate = 500;
constexpr Duration kDay = std::chrono::hours(24);

constexpr Duration kSingle = std::chrono::hours(3);  // of them request by request

SeasonalLoad changing(Duration offset = {}) {
  SeasonalLoad load;
  load.level = kRate;
  load.offset = offset;
  for (int hour = 0; hour < 24; ++hour) load.daily.push_back(hour < 12 ? 0.7 : 1.25);
  load.noise = {{0.15, std::chrono::minutes(10)}, {0.1, std::chrono::minutes(1)}};
  load.bursts = SeasonalBursts{.perDay = 6, .median = 0.4, .cv = 0.5};
  return load;
}

Scenario scenarioOf(const LoadShape& load, Duration length) {
  Scenario scenario = oneService(kPods, load, length);
  scenario.telemetry.scrapeInterval = 15s;
  return scenario;
}

// What a loop would read: subscribes to each asset as it is told of it.
class Reader final : public EventSink {
 public:
  explicit Reader(const World& world) : source_(*world.sources.front()) {
    source_.start(*this);
    world.inventory.watch(*this);
  }
  bool post(EventBody body) override {
    if (const auto* seen = std::get_if<AssetObserved>(&body)) subscribe(seen->asset);
    return true;
  }

 private:
  void subscribe(const Asset& asset) {
    const auto read = [this, &asset](std::string_view metric) {
      source_.subscribe({SeriesId{++series_}, asset.id, std::string(metric), {}});
    };
    if (!known_.insert(asset.id).second) return;
    if (asset.kind == AssetKind::Pod) read(metric::kCpuUsage);
    if (asset.kind == AssetKind::Application) {
      read(metric::kRequestRate);
      read(metric::kDurationP95);
    }
  }

  MetricSource& source_;
  std::set<AssetId> known_;
  std::uint32_t series_ = 0;
};

struct Played {
  double cpuPerDay = 0;  // seconds
  double requests = 0;   // a day
};

double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Played play(const LoadShape& load, Detail detail, bool isRead, Duration length) {
  const Scenario scenario = scenarioOf(load, length);
  const double days = toSeconds(length) / toSeconds(kDay);
  const double begin = cpuSeconds();
  auto world = simulation::SimulatedWorld::make(scenario, detail);
  const World seams = (*world)->world();
  std::optional<Reader> reader;
  if (isRead) reader.emplace(seams);
  (*world)->run(Instant(scenario.duration));
  const simulation::RunResult result = (*world)->result();
  return {(cpuSeconds() - begin) / days,
          static_cast<double>(result.applications[0].requests) / days};
}

}  // namespace

int main(int argc, char** argv) {
  const int turns = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
  fmt::print("| load | read | days | fluid, ms a day | times as fast: median | least | most |\n");
  const Duration noon = std::chrono::hours(12) - kSingle / 2;  // where the load is as in the mean
  for (const auto& [name, load, single] :
       {std::tuple<const char*, LoadShape, LoadShape>{"steady", SteadyLoad{kRate},
                                                      SteadyLoad{kRate}},
        std::tuple<const char*, LoadShape, LoadShape>{"changing", changing(), changing(noon)}}) {
    for (const bool isRead : {false, true}) {
      std::map<int, std::vector<double>> ratios;
      std::map<int, std::vector<double>> times;
      for (int turn = 0; turn < turns; ++turn) {
        const Played requests = play(single, Detail::Requests, isRead, kSingle);
        const double atRate = requests.cpuPerDay / requests.requests * kRate * toSeconds(kDay);
        for (const int days : {1, 20}) {
          const Played fluid = play(load, Detail::Fluid, isRead, days * kDay);
          times[days].push_back(1000 * fluid.cpuPerDay);
          ratios[days].push_back(atRate / fluid.cpuPerDay);
        }
      }
      for (auto& [days, all] : ratios) {
        std::sort(all.begin(), all.end());
        std::sort(times[days].begin(), times[days].end());
        fmt::print("| {} | {} | {} | {:.2f} | {:.0f} | {:.0f} | {:.0f} |\n", name,
                   isRead ? "every 15 s" : "no", days, times[days][times[days].size() / 2],
                   all[all.size() / 2], all.front(), all.back());
        std::fflush(stdout);
      }
    }
  }
}
