#include "simulation/simulated_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Sink final : EventSink {
  bool post(EventBody body) override {
    if (full) return false;
    if (auto* asset = std::get_if<AssetObserved>(&body)) assets[asset->asset.name] = asset->asset;
    if (auto* arrived = std::get_if<OutcomeArrived>(&body)) outcomes.push_back(arrived->outcome);
    if (auto* arrived = std::get_if<SamplesArrived>(&body)) {
      for (const Sample& sample : arrived->samples) samples[sample.series.value].push_back(sample);
    }
    if (auto* changed = std::get_if<GrantChanged>(&body)) grants.push_back(changed->grant);
    if (auto* removed = std::get_if<AssetRemoved>(&body)) gone.push_back(removed->asset);
    events.push_back(std::move(body));
    return true;
  }
  template <class T>
  std::size_t count() const {
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [](const auto& e) { return std::holds_alternative<T>(e); }));
  }

  bool full = false;
  std::vector<EventBody> events;
  std::map<std::string, Asset> assets;  // last seen, by name
  std::vector<Outcome> outcomes;
  std::map<std::uint32_t, std::vector<Sample>> samples;
  std::vector<Grant> grants;
  std::vector<AssetId> gone;
};

// One component of two pods under 10 requests/s of 0.1 s each.
Scenario web() {
  Component component = test::component("web", Discipline::ProcessorSharing,
                                        {DistributionKind::Deterministic, 100ms, 0, {}}, 2);
  component.startup.readinessDelay = 5s;
  component.optional = true;
  component.resourceBounds = ResourceBounds{{Quantity::millis(100), Quantity::units(1 << 20)},
                                            {Quantity::units(4), Quantity::units(1 << 30)}};
  Scenario made = scenario({component});
  made.loads = {{"app", SteadyLoad{10}, 0}};
  made.telemetry = {15s, 1s, 0};
  made.duration = 600s;
  return made;
}

class SimulatedWorldTest : public testing::Test {
 protected:
  void open(const Scenario& scenario) {
    auto made = SimulatedWorld::make(scenario);
    ASSERT_TRUE(made) << made.error().text();
    world = std::move(*made);
    seams = std::make_unique<World>(world->world());
    for (MetricSource* source : seams->sources) source->start(sink);
    for (Mechanism* mechanism : seams->mechanisms) mechanism->start(sink);
    seams->authority.start(sink);
    seams->inventory.watch(sink);
  }
  void runTo(Duration time) {
    world->run(Instant(time));
    ASSERT_TRUE(world->obeysLittlesLaw());
  }
  Mechanism& mechanism(std::string_view name) {
    for (Mechanism* one : seams->mechanisms) {
      if (one->name() == name) return *one;
    }
    throw std::out_of_range("no such mechanism");
  }
  Order order(std::string mechanism, std::string knob, Quantity value) {
    const Asset& asset = sink.assets.at("app/web");
    return {{PlanId{++lastPlan}, 0},
            1,
            world->now() + 60s,
            {std::move(mechanism), asset.id, {{std::move(knob), value}}, {}, asset.generation}};
  }
  void submit(const Order& order) { mechanism(order.action.mechanism).submit(order); }
  std::vector<OutcomeKind> outcomeKinds() const {
    std::vector<OutcomeKind> kinds;
    for (const Outcome& outcome : sink.outcomes) kinds.push_back(outcome.kind);
    return kinds;
  }
  const ComponentState& state() {
    return std::get<ComponentState>(sink.assets.at("app/web").state);
  }
  void subscribe(std::uint32_t id, std::string asset, std::string_view metric) {
    ASSERT_TRUE(seams->sources[0]->subscribe(
        {SeriesId{id}, sink.assets.at(asset).id, std::string(metric), ""}));
  }

  std::unique_ptr<SimulatedWorld> world;
  std::unique_ptr<World> seams;
  Sink sink;
  std::uint64_t lastPlan = 0;
};

TEST_F(SimulatedWorldTest, ListsOwnersFirstAndThenSaysThatItIsComplete) {
  open(web());
  std::vector<std::string> names;
  for (const EventBody& event : sink.events) {
    if (auto* asset = std::get_if<AssetObserved>(&event)) names.push_back(asset->asset.name);
  }
  EXPECT_THAT(names, ElementsAre("app", "app/web", "node", "app/web-1", "app/web-2"));
  EXPECT_TRUE(std::holds_alternative<InventorySynced>(sink.events.back()));
  EXPECT_EQ(seams->inventory.description(sink.assets.at("app").id)->name, "app");
  EXPECT_EQ(seams->inventory.description(sink.assets.at("node").id), nullptr);
  EXPECT_EQ(sink.assets.at("app/web-1").owner, sink.assets.at("app/web").id);
  EXPECT_EQ(sink.assets.at("app/web-1").place, sink.assets.at("node").id);
  EXPECT_EQ(state().readyReplicas, 2);
}

TEST_F(SimulatedWorldTest, ScalesUpAfterTheStartUpAndTellsSo) {
  open(web());
  runTo(10s);
  submit(order("scale", "replicas", Quantity::units(3)));
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted));
  runTo(10s + 50ms);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted, OutcomeKind::Completed));
  EXPECT_EQ(state().replicas, 3);
  EXPECT_EQ(state().readyReplicas, 2);
  EXPECT_EQ(sink.assets.at("app/web").generation, 2);
  const auto& pod = std::get<PodState>(sink.assets.at("app/web-3").state);
  EXPECT_EQ(pod.ready, false);
  EXPECT_EQ(pod.started, Instant(10s + 50ms));
  runTo(15s + 49ms);
  EXPECT_EQ(state().readyReplicas, 2);
  runTo(15s + 50ms);
  EXPECT_EQ(state().readyReplicas, 3);
  EXPECT_EQ(std::get<PodState>(sink.assets.at("app/web-3").state).readyTransition,
            Instant(15s + 50ms));
}

TEST_F(SimulatedWorldTest, ScalesDownByDrainingTheNewest) {
  open(web());
  runTo(10s);
  submit(order("scale", "replicas", Quantity::units(1)));
  runTo(20s);
  EXPECT_EQ(state().statusReplicas, 1);
  EXPECT_THAT(sink.gone, ElementsAre(sink.assets.at("app/web-2").id));
  EXPECT_EQ(world->result().applications[0].failures[static_cast<int>(Failure::PodLost)], 0);
}

TEST_F(SimulatedWorldTest, AnOrderIsCarriedOutOnce) {
  open(web());
  const Order twice = order("scale", "replicas", Quantity::units(3));
  submit(twice);
  submit(twice);
  runTo(1s);
  submit(twice);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted, OutcomeKind::Accepted,
                                          OutcomeKind::Completed, OutcomeKind::Completed));
  EXPECT_EQ(sink.assets.at("app/web").generation, 2);
}

TEST_F(SimulatedWorldTest, RefusesWhatItMustNotDo) {
  open(web());
  runTo(10s);
  Order late = order("scale", "replicas", Quantity::units(3));
  late.deadline = Instant(9s);
  Order old = order("scale", "replicas", Quantity::units(3));
  old.action.generation = 0;
  const Order beyond = order("scale", "replicas", Quantity::units(11));
  const Order unknown = order("scale", "colour", Quantity::units(1));
  Order elsewhere = order("scale", "replicas", Quantity::units(3));
  elsewhere.action.asset = sink.assets.at("node").id;
  for (const Order& refused : {late, old, beyond, unknown, elsewhere}) {
    EXPECT_FALSE(mechanism("scale").check(refused));
    submit(refused);
  }
  EXPECT_THAT(outcomeKinds(),
              ElementsAre(OutcomeKind::Expired, OutcomeKind::RetryLater, OutcomeKind::NeverPossible,
                          OutcomeKind::NeverPossible, OutcomeKind::NeverPossible));
  EXPECT_EQ(sink.outcomes[2].detail, "'replicas' of 11 is outside 1 to 10");
  Order next = order("scale", "replicas", Quantity::units(3));
  next.epoch = 2;
  submit(next);
  sink.outcomes.clear();
  submit(order("brownout", "enabled", Quantity::units(0)));  // of epoch 1
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::NeverPossible));
}

TEST_F(SimulatedWorldTest, APlansOwnChangesDoNotRefuseItsFurtherActions) {
  open(web());
  const PlanId plan{7};
  const auto ofPlan = [&](PlanId id, std::uint32_t index, Order order) {
    order.id = {id, index};
    order.action.generation = 1;  // which all of them were decided on
    return order;
  };
  submit(ofPlan(plan, 0, order("resize", "cpu", Quantity::millis(1500))));
  runTo(1s);
  submit(ofPlan(plan, 1, order("scale", "replicas", Quantity::units(3))));
  runTo(2s);
  EXPECT_EQ(sink.assets.at("app/web").generation, 3);
  EXPECT_EQ(state().replicas, 3);
  submit(ofPlan(PlanId{8}, 0, order("scale", "replicas", Quantity::units(4))));
  EXPECT_EQ(sink.outcomes.back().kind, OutcomeKind::RetryLater);
  Order informed = order("scale", "replicas", Quantity::units(5));
  informed.id = {PlanId{9}, 0};
  submit(informed);
  runTo(3s);
  EXPECT_EQ(state().replicas, 5);
  sink.outcomes.clear();
  submit(ofPlan(plan, 2, order("scale", "replicas", Quantity::units(6))));  // 9 came in between
  Order fromTheFuture = order("scale", "replicas", Quantity::units(6));
  fromTheFuture.action.generation = 5;
  submit(fromTheFuture);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::RetryLater, OutcomeKind::RetryLater));
}

TEST_F(SimulatedWorldTest, WhatChangesWhileAnOrderIsUnderWayRefusesIt) {
  open(web());
  submit(order("resize", "cpu", Quantity::millis(1500)));
  submit(
      order("scale", "replicas", Quantity::units(3)));  // of another plan, as current as the first
  runTo(1s);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted, OutcomeKind::Accepted,
                                          OutcomeKind::Completed, OutcomeKind::RetryLater));
  EXPECT_EQ(state().replicas, 2);
}

TEST_F(SimulatedWorldTest, CancelsWhatIsNotDoneYet) {
  open(web());
  const Order first = order("scale", "replicas", Quantity::units(3));
  submit(first);
  mechanism("scale").cancel(first.id);
  runTo(1s);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted, OutcomeKind::Cancelled));
  EXPECT_EQ(state().replicas, 2);
}

TEST_F(SimulatedWorldTest, ResizesInPlaceAndBrownsOut) {
  open(web());
  submit(order("resize", "cpu", Quantity::millis(1500)));
  runTo(1s);
  EXPECT_EQ(state().podRequests.cpu, Quantity::millis(1500));
  const auto& pod = std::get<PodState>(sink.assets.at("app/web-1").state);
  EXPECT_EQ(pod.containers[0].cpuRequest, Quantity::millis(1500));
  EXPECT_EQ(std::get<NodeState>(sink.assets.at("node").state).requested.cpu, Quantity::units(3));
  submit(order("brownout", "enabled", Quantity::units(0)));
  runTo(2s);
  EXPECT_FALSE(state().enabled);
}

TEST_F(SimulatedWorldTest, MovesRemovesAndDeploys) {
  Scenario two = web();
  two.nodes.push_back(node("other"));
  two.applications[0].components[0].placement.nodes = {};
  open(two);
  const AssetId other = sink.assets.at("other").id;
  submit(order("move", "node", Quantity::units(other.value)));
  runTo(60s);
  EXPECT_EQ(std::get<NodeState>(sink.assets.at("node").state).requested.cpu, Quantity::units(0));
  EXPECT_EQ(std::get<NodeState>(sink.assets.at("other").state).requested.cpu, Quantity::units(2));
  EXPECT_EQ(state().readyReplicas, 2);
  submit(order("remove", "replicas", Quantity::units(0)));
  runTo(120s);
  EXPECT_EQ(state().statusReplicas, 0);
  submit(order("deploy", "replicas", Quantity::units(1)));
  runTo(180s);
  EXPECT_EQ(state().readyReplicas, 1);
  EXPECT_TRUE(state().enabled);
}

TEST_F(SimulatedWorldTest, MeasuresWhatItServes) {
  Scenario measured = web();
  measured.nodes[0].power = PowerModel{50, 114};
  open(measured);
  subscribe(1, "app/web-1", metric::kCpuUsage);
  subscribe(2, "app", metric::kRequestRate);
  subscribe(3, "app/web", metric::kDurationMean);
  subscribe(4, "app/web-1", metric::kMemoryWorkingSet);
  subscribe(5, "node", metric::kNodePower);
  EXPECT_FALSE(
      seams->sources[0]->subscribe({SeriesId{9}, sink.assets.at("app").id, "unheard", ""}));
  runTo(600s);
  const auto mean = [this](std::uint32_t id) {
    double sum = 0;
    for (const Sample& sample : sink.samples[id]) sum += sample.value;
    return sum / static_cast<double>(sink.samples[id].size());
  };
  EXPECT_EQ(sink.samples[2].size(), 39u);  // the fortieth is on its way
  EXPECT_EQ(sink.samples[1].size(), 38u);  // no rate at the first scrape
  EXPECT_EQ(sink.samples[2][0].time, Instant(15s));
  EXPECT_EQ(sink.samples[2][0].window, 15s);
  EXPECT_EQ(sink.samples[4][0].window, 0s);
  EXPECT_NEAR(mean(2), 10, 0.5);
  EXPECT_NEAR(mean(1), 0.5, 0.03);                // 10/s of 0.1 core-seconds on two pods
  EXPECT_NEAR(mean(3), 0.1 / (1 - 0.25), 0.005);  // M/G/2 sharing: as M/M/2
  EXPECT_NEAR(mean(4), 64 << 20, 1);
  EXPECT_NEAR(mean(5), 51, 0.1);  // one of 64 cores: 50 + 64/64
}

TEST_F(SimulatedWorldTest, ANewPodHasNoRateBeforeItsSecondScrape) {
  open(web());
  runTo(20s);
  submit(order("scale", "replicas", Quantity::units(3)));
  runTo(26s);
  subscribe(1, "app/web-3", metric::kCpuUsage);
  runTo(45s);
  EXPECT_TRUE(sink.samples[1].empty());  // scraped once, at 30 s
  runTo(46s);
  EXPECT_EQ(sink.samples[1].size(), 1u);
}

TEST_F(SimulatedWorldTest, MetricFaults) {
  Scenario faulty = web();
  const auto fault = [&](FaultKind kind, Duration at, std::string_view metric) {
    faulty.faults.push_back({kind, at, 40s, std::string(metric), 1, {}});
  };
  fault(FaultKind::MetricsMissing, 25s, metric::kRequestRate);   // scrapes at 30, 45, 60
  fault(FaultKind::MetricsZero, 100s, metric::kRequestRate);     // 105, 120, 135
  fault(FaultKind::MetricsDoubled, 175s, metric::kRequestRate);  // 180, 195, 210
  fault(FaultKind::MetricsLate, 235s, metric::kRequestRate);     // 240, 255, 270
  fault(FaultKind::MetricsStale, 310s, metric::kRequestRate);    // 315, 330, 345
  open(faulty);
  subscribe(1, "app", metric::kRequestRate);
  runTo(274s);
  std::map<Instant, int> times;
  for (const Sample& sample : sink.samples[1]) {
    ++times[sample.time];
    const bool zeroed = sample.time >= Instant(100s) && sample.time < Instant(140s);
    EXPECT_EQ(sample.value == 0, zeroed) << toSeconds(sample.time.time_since_epoch());
  }
  EXPECT_FALSE(times.contains(Instant(45s)));
  EXPECT_EQ(times[Instant(195s)], 2);
  EXPECT_FALSE(times.contains(Instant(255s)));
  runTo(275s);
  EXPECT_EQ(sink.samples[1].back().time, Instant(270s));
  EXPECT_EQ(sink.samples[1][sink.samples[1].size() - 3].time, Instant(240s));
  runTo(347s);
  EXPECT_EQ(sink.samples[1].back().time, Instant(300s));
  runTo(362s);
  EXPECT_EQ(sink.samples[1].back().time, Instant(360s));
}

TEST_F(SimulatedWorldTest, SamplesGetLost) {
  Scenario lossy = web();
  lossy.telemetry.loss = 0.3;
  lossy.duration = std::chrono::hours(3);
  open(lossy);
  subscribe(1, "app", metric::kRequestRate);
  runTo(10000s);
  EXPECT_NEAR(static_cast<double>(sink.samples[1].size()) / 666, 0.7, 0.06);
}

TEST_F(SimulatedWorldTest, OneSeriesMoreChangesNoOthersLosses) {
  Scenario lossy = web();
  lossy.telemetry.loss = 0.3;
  std::vector<std::vector<Instant>> times;
  for (const bool others : {false, true}) {
    sink = Sink{};
    open(lossy);
    if (others) {
      subscribe(1, "app/web-1", metric::kCpuUsage);
      subscribe(2, "app", metric::kDurationMean);
    }
    subscribe(3, "app", metric::kRequestRate);
    runTo(600s);
    times.emplace_back();
    for (const Sample& sample : sink.samples[3]) times.back().push_back(sample.time);
    if (others) {
      EXPECT_NE(sink.samples[2].size(), 0u);
    }
  }
  EXPECT_EQ(times[0], times[1]);
  std::vector<Instant> ofAnother;
  for (const Sample& sample : sink.samples[2]) ofAnother.push_back(sample.time);
  EXPECT_NE(times[1], ofAnother);
}

TEST_F(SimulatedWorldTest, MechanismFaults) {
  Scenario faulty = web();
  faulty.faults = {{FaultKind::MechanismFails, 10s, 10s, "scale", 1, {}},
                   {FaultKind::MechanismHangs, 30s, 10s, "scale", 1, {}},
                   {FaultKind::MechanismAnswersTwice, 50s, 10s, "scale", 1, {}}};
  open(faulty);
  runTo(11s);
  submit(order("scale", "replicas", Quantity::units(3)));
  runTo(12s);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Accepted, OutcomeKind::RetryLater));
  sink.outcomes.clear();
  runTo(31s);
  const Order hung = order("scale", "replicas", Quantity::units(3));
  submit(hung);
  runTo(35s);
  EXPECT_TRUE(sink.outcomes.empty());
  mechanism("scale").observe(hung);
  runTo(45s);
  mechanism("scale").observe(hung);
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::Unknown, OutcomeKind::RetryLater));
  EXPECT_EQ(state().replicas, 2);
  sink.outcomes.clear();
  runTo(51s);
  submit(order("scale", "replicas", Quantity::units(3)));
  runTo(52s);
  EXPECT_THAT(outcomeKinds(),
              ElementsAre(OutcomeKind::Accepted, OutcomeKind::Completed, OutcomeKind::Completed));
  sink.outcomes.clear();
  mechanism("scale").observe(order("scale", "replicas", Quantity::units(4)));
  EXPECT_THAT(outcomeKinds(), ElementsAre(OutcomeKind::RetryLater));
}

TEST_F(SimulatedWorldTest, PodsNodesClockAndAuthorityFail) {
  Scenario faulty = web();
  faulty.nodes.push_back(node("other"));
  faulty.faults = {{FaultKind::PodKill, 10s, {}, "app/web", 1, {}},
                   {FaultKind::NodeDown, 30s, 30s, "node", 1, {}, 2s},
                   {FaultKind::ClockJump, 40s, {}, "", 1, -3600s},
                   {FaultKind::AuthorityLost, 50s, 10s, "", 1, {}}};
  open(faulty);
  runTo(9s);
  EXPECT_EQ(state().readyReplicas, 2);
  runTo(11s);
  EXPECT_EQ(state().readyReplicas, 1);
  EXPECT_EQ(state().statusReplicas, 2);
  runTo(16s);
  EXPECT_EQ(state().readyReplicas, 2);
  runTo(31s);
  EXPECT_FALSE(std::get<NodeState>(sink.assets.at("node").state).ready);
  EXPECT_LT(state().readyReplicas, 2);
  const std::size_t gone = sink.gone.size();
  runTo(31999ms);
  EXPECT_EQ(sink.gone.size(), gone);
  runTo(39s);
  EXPECT_GT(sink.gone.size(), gone);
  EXPECT_EQ(state().readyReplicas, 2);
  const Duration before = seams->timeline.wall().time_since_epoch();
  runTo(41s);
  EXPECT_EQ(seams->timeline.wall().time_since_epoch() - before, 2s - 3600s);
  runTo(61s);
  EXPECT_TRUE(std::get<NodeState>(sink.assets.at("node").state).ready);
  EXPECT_THAT(sink.grants, ElementsAre(Grant{true, 1, "evenkeel"}, Grant{false, 1, "evenkeel"},
                                       Grant{true, 2, "evenkeel"}));
  // The seams say the same to whoever comes after a crash.
  Sink second;
  world->disconnect();
  seams->inventory.watch(second);
  EXPECT_EQ(second.assets.size(), 6u);
  EXPECT_EQ(second.assets.at("app/web").id, sink.assets.at("app/web").id);
}

TEST_F(SimulatedWorldTest, AFullSinkIsOfferedTheSameAgain) {
  open(web());
  sink.full = true;
  submit(order("scale", "replicas", Quantity::units(3)));
  runTo(10s);
  sink.full = false;
  runTo(12s);
  EXPECT_EQ(state().readyReplicas, 3);
}

TEST_F(SimulatedWorldTest, TheResultAddsUp) {
  Scenario counted = web();
  counted.warmUp = 90s;
  counted.applications[0].targets = {{"response", TargetMetric::ResponseTime, Statistic::P95,
                                      Relation::LowerOrEqual, 0.1500001, 1, 60s}};
  open(counted);
  runTo(90s);
  submit(order("scale", "replicas", Quantity::units(3)));
  runTo(600s);
  const RunResult result = world->result();
  const SubjectResult& app = result.applications[0];
  EXPECT_EQ(result.begin, Instant(90s));
  EXPECT_EQ(result.end, Instant(600s));
  ASSERT_EQ(app.windows.size(), 11u);  // 60, 90 (warm-up), then 150 ... 570, 600
  EXPECT_EQ(app.windows[1].end, Instant(90s));
  EXPECT_EQ(app.windows.back().begin, Instant(570s));
  std::int64_t requests = 0;
  Arrivals arrivals;
  for (std::size_t w = 2; w < app.windows.size(); ++w) {
    requests += app.windows[w].requests;
    arrivals += app.windows[w].arrivals;
  }
  EXPECT_EQ(app.requests, requests);
  EXPECT_GT(arrivals.slow, 0);
  EXPECT_EQ(arrivals.failed, 0);
  EXPECT_NEAR(static_cast<double>(arrivals.requests), static_cast<double>(requests), 20);
  EXPECT_EQ(app.responses.count(), static_cast<std::uint64_t>(requests));
  EXPECT_NEAR(static_cast<double>(requests), 5100, 300);
  // Two pods all the time, a third from 50 ms after the warm-up, start-up included.
  EXPECT_NEAR(app.cost.podSeconds, 2 * 510 + 509.95, 1e-6);
  EXPECT_NEAR(app.cost.coreSeconds, 3 * 510 - 0.05, 1e-6);
  EXPECT_NEAR(app.cost.busyCoreSeconds, static_cast<double>(requests) * 0.1, 1);
  EXPECT_NEAR(result.nodes[0].upSeconds, 510, 1e-9);
  EXPECT_NEAR(result.cost.podSeconds, app.cost.podSeconds, 1e-6);
  EXPECT_NEAR(result.cost.nodeSeconds, 510 * static_cast<double>(result.nodes.size()), 1e-6);
  ASSERT_EQ(result.windowCosts.size(), app.windows.size());
  Cost afterWarmUp;
  for (std::size_t w = 2; w < result.windowCosts.size(); ++w) afterWarmUp += result.windowCosts[w];
  EXPECT_NEAR(afterWarmUp.coreSeconds, result.cost.coreSeconds, 1e-6);
  EXPECT_NEAR(afterWarmUp.byteSeconds, result.cost.byteSeconds, 1);
  EXPECT_NEAR(afterWarmUp.busyCoreSeconds, result.cost.busyCoreSeconds, 1e-6);
  EXPECT_NEAR(afterWarmUp.nodeSeconds, result.cost.nodeSeconds, 1e-6);
  EXPECT_NEAR(afterWarmUp.joules, result.cost.joules, 1e-3);
  EXPECT_NEAR(result.windowCosts[0].podSeconds, 2 * 60, 1e-6);
  EXPECT_NEAR(app.windows[5].replicasReady, 3, 1e-9);
  EXPECT_EQ(world->rows().applications[0].windows.size(), 10u);
  EXPECT_EQ(world->result().applications[0].windows.size(), 11u);  // asking changes nothing
}

TEST(SimulatedWorld, WrongScenariosAreErrors) {
  Scenario circle = web();
  circle.applications[0].components[0].calls = {{"web", 1, 1, 0}};
  auto made = SimulatedWorld::make(circle);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().text(), "app/web: its calls lead into a circle; calls that end somewhere");
  Scenario avalanche = web();
  for (const std::string name : {"a", "b", "c"}) {
    Component next = avalanche.applications[0].components.back();
    next.calls = {{avalanche.applications[0].components.back().name, 100, 1, 0}};
    next.name = name;
    avalanche.applications[0].components.push_back(next);
  }
  made = SimulatedWorld::make(avalanche);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().text(),
            "app/c: one request leads to too many others; 100,000 in the mean");
  Scenario nobody = web();
  nobody.loads[0].application = "shop";
  made = SimulatedWorld::make(nobody);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().text(), HasSubstr("there is no application 'shop'"));
  Scenario missing = web();
  TraceLoad trace;
  trace.file = "no-such-file.csv";
  missing.loads[0].shape = trace;
  EXPECT_FALSE(SimulatedWorld::make(missing));
}

TEST(SimulatedTimeline, CallsBackInOrderOnceAndCancels) {
  auto world = *SimulatedWorld::make(web());
  Timeline& timeline = world->world().timeline;
  std::vector<int> seen;
  timeline.at(Instant(2s), [&] { seen.push_back(2); });
  const TimerId dropped = timeline.at(Instant(1s), [&] { seen.push_back(9); });
  timeline.at(Instant(2s), [&] {
    seen.push_back(3);
    timeline.at(Instant(1s), [&] { seen.push_back(4); });  // has passed: at once, after this
  });
  EXPECT_TRUE(timeline.cancel(dropped));
  EXPECT_FALSE(timeline.cancel(dropped));
  EXPECT_FALSE(timeline.cancel(TimerId{}));
  world->run(Instant(3s));
  EXPECT_THAT(seen, ElementsAre(2, 3, 4));
  EXPECT_EQ(timeline.now(), Instant(3s));
}

}  // namespace
}  // namespace evenkeel::simulation::test
