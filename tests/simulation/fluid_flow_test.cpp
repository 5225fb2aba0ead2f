// The load as a fluid against the same load request by request.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "simulation/simulated_world.h"
#include "simulation/trial.h"

namespace evenkeel::simulation {
namespace {

struct Seen {
  double mean = 0;
  double p95 = 0;
  double bad = 0;  // share
  double podSeconds = 0;
  double busy = 0;  // core-seconds
};

Scenario service(Discipline discipline, Routing routing, std::int32_t replicas) {
  Scenario scenario =
      test::scenario({test::component("web", discipline, test::exponential(50ms), replicas)});
  scenario.routing = routing;
  scenario.duration = std::chrono::minutes(20);
  scenario.warmUp = 60s;
  Target target;
  target.statistic = Statistic::P95;
  target.value = 0.25;
  scenario.applications[0].targets = {target};
  return scenario;
}

Seen seen(Scenario scenario, const LoadShape& load, Detail detail) {
  scenario.loads = {{"app", load}};
  auto world = *SimulatedWorld::make(scenario, detail);
  world->run(Instant(scenario.duration));
  const RunResult result = world->result();
  const SubjectResult& app = result.applications[0];
  Arrivals arrivals;
  for (const WindowRow& row : app.windows) {
    if (row.begin >= Instant(scenario.warmUp)) arrivals += row.arrivals;
  }
  Seen out;
  out.mean = toSeconds(app.responses.mean().value_or(0s));
  out.p95 = toSeconds(app.responses.quantile(0.95).value_or(0s));
  out.bad = static_cast<double>(arrivals.bad()) / static_cast<double>(arrivals.requests);
  out.podSeconds = result.cost.podSeconds;
  out.busy = result.cost.busyCoreSeconds;
  return out;
}

void expectClose(const Scenario& scenario, const LoadShape& load, double relative,
                 const std::string& what) {
  const Seen single = seen(scenario, load, Detail::Requests);
  const Seen fluid = seen(scenario, load, Detail::Fluid);
  EXPECT_NEAR(fluid.mean, single.mean, relative * single.mean) << what;
  EXPECT_NEAR(fluid.p95, single.p95, relative * single.p95) << what;
  EXPECT_NEAR(fluid.bad, single.bad, relative * single.bad + 0.002) << what;
  EXPECT_NEAR(fluid.busy, single.busy, 0.02 * single.busy) << what;
  EXPECT_DOUBLE_EQ(fluid.podSeconds, single.podSeconds) << what;
}

TEST(FluidFlow, IsCloseToSingleRequestsBelowSaturation) {
  for (const Routing routing : {Routing::Pooled, Routing::Random}) {
    for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
      for (const double utilization : {0.3, 0.6, 0.85}) {
        expectClose(service(discipline, routing, 10), SteadyLoad{utilization * 200}, 0.08,
                    std::to_string(static_cast<int>(routing)) +
                        std::to_string(static_cast<int>(discipline)) + " at " +
                        std::to_string(utilization));
      }
    }
  }
}

TEST(FluidFlow, GathersAndDrainsABacklog) {
  for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
    const Scenario scenario = service(discipline, Routing::Pooled, 10);
    expectClose(scenario, FlashCrowdLoad{100, 300, 240s, 10s, 60s, 30s}, 0.1, "flash crowd");
  }
}

TEST(FluidFlow, TimesOutWhatCannotBeServed) {
  for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
    Scenario scenario = service(discipline, Routing::Pooled, 4);
    scenario.applications[0].components[0].serving.timeout = 1s;
    const Seen single = seen(scenario, SteadyLoad{120}, Detail::Requests);
    const Seen fluid = seen(scenario, SteadyLoad{120}, Detail::Fluid);
    EXPECT_NEAR(fluid.bad, single.bad, 0.05);
  }
}

// Who is answered in time is who needs little: they are quicker than the crowd.
TEST(FluidFlow, AnswersOfThoseWhoDidNotGiveUp) {
  Scenario scenario = service(Discipline::ProcessorSharing, Routing::Pooled, 4);
  scenario.applications[0].components[0].serving.timeout = 5s;
  const Seen single = seen(scenario, SteadyLoad{160}, Detail::Requests);
  const Seen fluid = seen(scenario, SteadyLoad{160}, Detail::Fluid);
  EXPECT_NEAR(fluid.mean, single.mean, 0.2 * single.mean);
  EXPECT_NEAR(fluid.p95, single.p95, 0.2 * single.p95);
}

// Reads how many requests are in flight, at every scrape.
class Reader final : public EventSink {
 public:
  bool post(EventBody body) override {
    if (const auto* seen = std::get_if<AssetObserved>(&body)) {
      if (seen->asset.kind == AssetKind::Component) component = seen->asset.id;
    }
    if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
      for (const Sample& sample : arrived->samples) values.push_back(sample.value);
    }
    return true;
  }
  AssetId component{};
  std::vector<double> values;
};

std::pair<double, double> inFlight(Scenario scenario, Detail detail) {
  scenario.duration = std::chrono::hours(4);
  scenario.loads = {{"app", SteadyLoad{160}}};
  auto simulated = *SimulatedWorld::make(scenario, detail);
  const World world = simulated->world();
  Reader reader;
  world.inventory.watch(reader);
  simulated->run(Instant(1s));
  world.sources.front()->start(reader);
  EXPECT_TRUE(world.sources.front()->subscribe(
      {SeriesId{1}, reader.component, std::string(metric::kActiveRequests), {}}));
  simulated->run(Instant(scenario.duration));
  double sum = 0;
  double squares = 0;
  for (const double value : reader.values) {
    sum += value;
    squares += value * value;
  }
  const auto n = static_cast<double>(reader.values.size());
  return {sum / n, std::sqrt(squares / n - sum * sum / n / n)};
}

// A policy that looks at them sees chance, not the mean.
TEST(FluidFlow, RequestsInFlightVaryAsSingleOnesDo) {
  for (const Routing routing : {Routing::Pooled, Routing::Random}) {
    for (const int pods : {9, 11, 20}) {
      const Scenario scenario = service(Discipline::ProcessorSharing, routing, pods);
      const auto [mean, deviation] = inFlight(scenario, Detail::Requests);
      const auto [fluidMean, fluidDeviation] = inFlight(scenario, Detail::Fluid);
      EXPECT_NEAR(fluidMean, mean, 0.1 * mean) << pods;
      EXPECT_NEAR(fluidDeviation, deviation, 0.2 * deviation) << pods;
    }
  }
}

TEST(FluidFlow, AddsUpCalls) {
  auto front = test::component("front", Discipline::ProcessorSharing, test::exponential(10ms), 4);
  auto back = test::component("back", Discipline::ProcessorSharing, test::exponential(20ms), 4);
  front.calls = {{.component = "back", .requestsPerRequest = 2, .probability = 0.5}};
  Scenario scenario = service(Discipline::ProcessorSharing, Routing::Pooled, 1);
  scenario.applications[0].components = {front, back};
  expectClose(scenario, SteadyLoad{120}, 0.2, "two stages");
}

TEST(FluidFlow, KeepsTheRoomOfAllPods) {
  for (const Discipline discipline : {Discipline::ProcessorSharing, Discipline::Fcfs}) {
    Scenario scenario = service(discipline, Routing::Pooled, 10);
    scenario.applications[0].components[0].serving.queueLimit = 100;
    expectClose(scenario, FlashCrowdLoad{100, 300, 240s, 10s, 60s, 30s}, 0.15, "ten times 100");
  }
}

TEST(FluidFlow, PodsWithoutRoomRefuseAll) {
  for (const Routing routing : {Routing::Pooled, Routing::Random}) {
    Scenario scenario = service(Discipline::ProcessorSharing, routing, 10);
    scenario.applications[0].components[0].serving.queueLimit = 0;
    for (const Detail detail : {Detail::Requests, Detail::Fluid}) {
      scenario.loads = {{"app", SteadyLoad{20}}};
      auto world = *SimulatedWorld::make(scenario, detail);
      world->run(Instant(scenario.duration));
      const RunResult result = world->result();
      const auto& app = result.applications[0];
      EXPECT_EQ(app.responses.count(), 0u);
      EXPECT_GT(app.failures[static_cast<std::size_t>(Failure::QueueFull)], 20'000);
      EXPECT_EQ(result.cost.busyCoreSeconds, 0);
    }
  }
}

TEST(FluidFlow, AWorkerHasItsPodsShareOfACore) {
  Scenario scenario = service(Discipline::Fcfs, Routing::Pooled, 8);
  Component& web = scenario.applications[0].components[0];
  web.requests.cpu = Quantity::millis(250);
  web.limits = web.requests;
  expectClose(scenario, SteadyLoad{24}, 0.08, "a quarter of a core");
}

TEST(FluidFlow, RatesThatChangeWithinASecondAreAveraged) {
  const Scenario scenario = service(Discipline::ProcessorSharing, Routing::Pooled, 10);
  MmppLoad load;
  load.states = {{300, 10ms, {}}, {20, 10ms, {}}};
  const Seen single = seen(scenario, load, Detail::Requests);
  const Seen fluid = seen(scenario, load, Detail::Fluid);
  EXPECT_NEAR(fluid.mean, single.mean, 0.1 * single.mean);
  EXPECT_NEAR(fluid.busy, single.busy, 0.02 * single.busy);
}

TEST(FluidFlow, ServiceTimesOfNoSpreadStayWithoutSpread) {
  auto front = test::component("front", Discipline::ProcessorSharing,
                               {DistributionKind::Deterministic, 50ms, 1, {}}, 4);
  auto back = front;
  back.name = "back";
  front.calls = {{.component = "back"}};
  Scenario scenario = service(Discipline::ProcessorSharing, Routing::Pooled, 1);
  scenario.applications[0].components = {front, back};
  expectClose(scenario, SteadyLoad{20}, 0.1, "twice 50 ms");
}

// Nobody is left in it when the load has ended.
TEST(FluidFlow, ALoadThatEndsLeavesNothing) {
  Scenario scenario = service(Discipline::Fcfs, Routing::Pooled, 10);
  scenario.loads = {{"app", StepLoad{100, 0, 300s}}};
  auto world = *SimulatedWorld::make(scenario, Detail::Fluid);
  world->run(Instant(600s));
  const RunResult result = world->result();
  EXPECT_EQ(result.applications[0].windows.back().arrivals.requests, 0);
  EXPECT_EQ(result.applications[0].windows.back().arrivals.unfinished, 0);
}

TEST(FluidFlow, SameSeedSameFigures) {
  const Scenario scenario = service(Discipline::Fcfs, Routing::Random, 10);
  Scenario other = scenario;
  other.seed = 2;
  const SteadyLoad load{150};
  const Seen once = seen(scenario, load, Detail::Fluid);
  EXPECT_EQ(once.bad, seen(scenario, load, Detail::Fluid).bad);
  EXPECT_NE(once.bad, seen(other, load, Detail::Fluid).bad);
}

// Pods come and go, are resized and lost: what they cost and use stays right.
TEST(FluidFlow, FollowsTheFleet) {
  Scenario scenario = service(Discipline::ProcessorSharing, Routing::Pooled, 4);
  scenario.faults = {{.kind = FaultKind::PodKill, .at = 300s, .subject = "app/web", .count = 2}};
  expectClose(scenario, SteadyLoad{40}, 0.1, "pods killed");
}

}  // namespace
}  // namespace evenkeel::simulation
