// Pods on nodes, with no requests to speak of: when and where each stage happens.
#include <gtest/gtest.h>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

Scenario slowStart() {
  Component web = component("web", Discipline::ProcessorSharing, exponential(10ms), 0);
  web.requests = {Quantity::units(2), Quantity::units(1 << 20)};
  web.startup = {Quantity::units(100'000'000), 8s, 3s, 30s};  // image, start-up CPU, readiness
  Scenario made = scenario({web});
  made.nodes = {node("small", 4)};
  made.nodes[0].pullBandwidth = Quantity::units(50'000'000);
  made.nodes[0].speed = 2;
  return made;
}

TEST(Fleet, APodGoesThroughItsStages) {
  Trial trial(slowStart(), {0});
  trial.engine->fleet().scale(0, 1);
  const auto stage = [&] { return trial.pod("app/web", 0).stage; };
  // 2 s for the image; 8 core-seconds on two cores of double speed: 2 s; 3 s until ready.
  EXPECT_EQ(stage(), PodStage::Pulling);
  trial.until(1999ms);
  EXPECT_EQ(stage(), PodStage::Pulling);
  trial.until(2s);
  EXPECT_EQ(stage(), PodStage::Starting);
  trial.until(3s);
  EXPECT_DOUBLE_EQ(trial.engine->flow().busy(trial.service("app/web").pods[0]), 2e9);
  trial.until(4s);
  EXPECT_EQ(stage(), PodStage::Warming);
  trial.until(6999ms);
  EXPECT_EQ(stage(), PodStage::Warming);
  trial.until(7s);
  EXPECT_EQ(stage(), PodStage::Ready);
  EXPECT_DOUBLE_EQ(trial.engine->flow().busy(trial.service("app/web").pods[0]), 4e9);
}

TEST(Fleet, AnImageIsPulledOnceANode) {
  Trial trial(slowStart(), {0});
  trial.engine->fleet().scale(0, 1);
  trial.until(1s);
  trial.engine->fleet().scale(0, 2);  // shares the pull that is under way
  trial.until(2s);
  EXPECT_EQ(trial.pod("app/web", 1).stage, PodStage::Starting);
  trial.until(20s);
  trial.engine->fleet().scale(0, 1);
  trial.until(21s);
  trial.engine->fleet().scale(0, 2);
  trial.until(21s);  // what is due now
  EXPECT_EQ(trial.pod("app/web", 1).stage, PodStage::Starting);
}

TEST(Fleet, PodsWithoutRoomWaitForIt) {
  Trial trial(slowStart(), {0});
  trial.engine->fleet().scale(0, 3);  // of two cores each, on four
  trial.until(10s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 2u);
  EXPECT_EQ(trial.pod("app/web", 2).stage, PodStage::Pending);
  EXPECT_NEAR(trial.service("app/web").existing.at(10'000'000'000), 30,
              1e-9);  // counts from asking
  trial.engine->fleet().end(trial.service("app/web").pods[0]);
  // The one that waited takes the place; the replacement waits in its turn.
  EXPECT_EQ(trial.pod("app/web", 1).stage, PodStage::Pulling);
  EXPECT_EQ(trial.pod("app/web", 2).stage, PodStage::Pending);
  trial.engine->fleet().scale(0, 2);  // the waiting one goes first
  EXPECT_EQ(trial.service("app/web").pods.size(), 2u);
  trial.until(20s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 2u);
}

TEST(Fleet, PodsSpreadToTheNodeWithMostRoomWithinTheirPlacement) {
  Scenario wide = slowStart();
  wide.nodes = {node("a", 8), node("b", 8), node("c", 8)};
  wide.nodes[2].layer = Layer::Edge;
  wide.applications[0].components[0].placement.layers = {Layer::Cloud};
  Trial trial(wide, {0});
  trial.engine->fleet().scale(0, 4);
  EXPECT_EQ(trial.engine->state().hosts[0].requested.cpu, Quantity::units(4));
  EXPECT_EQ(trial.engine->state().hosts[1].requested.cpu, Quantity::units(4));
  EXPECT_EQ(trial.engine->state().hosts[2].requested.cpu, Quantity::units(0));
}

TEST(Fleet, AStoppingPodFinishesWhatItHasWithinItsGrace) {
  std::int64_t cutOff = 0;
  for (const Discipline discipline : {Discipline::Fcfs, Discipline::ProcessorSharing}) {
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      Component web = component("web", discipline, {DistributionKind::Deterministic, 5s, 0, {}}, 2);
      web.serving.workers = 4;
      web.limits = Resources{Quantity::units(8), Quantity::units(1 << 30)};
      web.startup.gracePeriod = 30s;
      Scenario patient = scenario({web});
      patient.routing = routing;
      Trial trial(patient, {1});
      trial.until(20s);
      trial.engine->fleet().scale(0, 1);
      EXPECT_EQ(trial.service("app/web").pods.size(), 2u);
      trial.until(25s);
      EXPECT_EQ(trial.service("app/web").pods.size(), 1u);
      EXPECT_EQ(trial.application().failures(), 0);
      patient.applications[0].components[0].startup.gracePeriod = 1s;
      Trial hasty(patient, {1});
      hasty.until(20s);
      hasty.engine->fleet().scale(0, 1);
      hasty.until(22s);
      EXPECT_EQ(hasty.service("app/web").pods.size(), 1u);
      cutOff += hasty.application().failures();
    }
  }
  EXPECT_GT(cutOff, 0);
}

TEST(Fleet, ALostNodesPodsAreReplacedWhenTheyAreGivenUp) {
  Scenario two = slowStart();
  two.nodes = {node("a", 8), node("b", 8)};
  two.applications[0].components[0].replicas = 4;
  Trial trial(two, {50});
  trial.until(10s);
  trial.engine->fleet().hostDown(0);
  trial.engine->fleet().hostDown(0);  // is down already
  const auto requested = [&](std::size_t host) {
    return trial.engine->state().hosts[host].requested.cpu;
  };
  EXPECT_EQ(trial.service("app/web").ready.size(), 2u);
  EXPECT_EQ(trial.service("app/web").pods.size(), 4u);
  EXPECT_EQ(requested(0), Quantity::units(4));
  trial.until(20s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 2u);
  trial.engine->fleet().replaceLost(0);
  EXPECT_EQ(requested(0), Quantity::units(0));
  EXPECT_EQ(requested(1), Quantity::units(8));
  trial.until(30s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 4u);
  trial.engine->fleet().hostUp(0);
  EXPECT_DOUBLE_EQ(trial.engine->state().hosts[0].upTime.at(40'000'000'000), 20);
}

TEST(Fleet, ANodeThatIsBackBeforeStartsItsPodsAgain) {
  Scenario one = slowStart();
  one.applications[0].components[0].replicas = 2;
  Trial trial(one, {0});
  trial.until(10s);
  trial.engine->fleet().hostDown(0);
  trial.until(20s);
  EXPECT_EQ(trial.pod("app/web", 0).stage, PodStage::Lost);
  trial.engine->fleet().hostUp(0);
  trial.engine->fleet().replaceLost(0);  // too late: nothing is lost any more
  // The image is there; 2 s of start-up work, 3 s until ready.
  EXPECT_EQ(trial.pod("app/web", 1).number, 2u);
  trial.until(24999ms);
  EXPECT_EQ(trial.pod("app/web", 0).stage, PodStage::Warming);
  trial.until(25s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 2u);
  // The pull that a node dies in begins anew.
  trial.engine->fleet().scale(0, 0);
  trial.until(26s);
  trial.engine->state().hosts[0].imageHere[0] = kNever;
  trial.engine->fleet().scale(0, 1);
  trial.until(27s);
  trial.engine->fleet().hostDown(0);
  trial.engine->fleet().hostUp(0);
  trial.until(28999ms);
  EXPECT_EQ(trial.pod("app/web", 0).stage, PodStage::Pulling);
  trial.until(29s);
  EXPECT_EQ(trial.pod("app/web", 0).stage, PodStage::Starting);
}

TEST(Fleet, ResizingKeepsTheProportionOfLimits) {
  Scenario sized = slowStart();
  sized.applications[0].components[0].replicas = 1;
  sized.applications[0].components[0].limits =
      Resources{Quantity::units(3), Quantity::units(1 << 21)};
  Trial trial(sized, {0});
  EXPECT_EQ(trial.engine->fleet().resize(0, {Quantity::units(1), Quantity::units(1 << 20)}), 0);
  const Pod& pod = trial.pod("app/web", 0);
  EXPECT_EQ(pod.limits->cpu, Quantity::millis(1500));
  EXPECT_EQ(pod.limits->memory, Quantity::units(1 << 21));
  EXPECT_DOUBLE_EQ(pod.cores, 1.5);
  // Five cores do not fit on four: the pod stays, those to come wait.
  EXPECT_EQ(trial.engine->fleet().resize(0, {Quantity::units(5), Quantity::units(1 << 20)}), 1);
  EXPECT_EQ(pod.requests.cpu, Quantity::units(1));
  trial.engine->fleet().scale(0, 2);
  EXPECT_EQ(trial.pod("app/web", 1).stage, PodStage::Pending);
}

TEST(Fleet, MovingStartsTheNewBeforeItStopsTheOld) {
  Scenario two = slowStart();
  two.nodes = {node("a", 8), node("b", 8)};
  two.applications[0].components[0].replicas = 2;
  Trial trial(two, {20});
  trial.until(10s);
  trial.engine->fleet().move(0, 1);
  for (Duration t = 10s; t < 60s; t += 100ms) {
    trial.until(t);
    ASSERT_GE(trial.service("app/web").ready.size(), 2u) << toSeconds(t);
  }
  EXPECT_EQ(trial.engine->state().hosts[0].requested.cpu, Quantity::units(0));
  EXPECT_EQ(trial.service("app/web").pods.size(), 2u);
  EXPECT_EQ(trial.application().failures(), 0);
}

// Random orders and faults on a small continuum: counts stay consistent, nothing is lost.
TEST(Fleet, SurvivesARandomOperator) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Component front = component("front", Discipline::ProcessorSharing, exponential(5ms), 2);
    front.calls = {{"back", 1.5, 0.8, 0}, {"extra", 1, 0.5, 0}, {"back", 1, 0.3, 1}};
    front.serving.timeout = 300ms;
    front.serving.memoryPerRequest = Quantity::units(8 << 20);
    front.limits = Resources{Quantity::units(2), Quantity::units(256 << 20)};
    Component back = component("back", Discipline::Fcfs, exponential(20ms), 3);
    back.serving.queueLimit = 5;
    back.startup = {Quantity::units(20'000'000), 500ms, 1s, 2s};
    Component extra = component("extra", Discipline::Fcfs, exponential(10ms), 1);
    extra.optional = true;
    extra.serving.timeout = 50ms;
    Scenario chaos = scenario({front, back, extra});
    chaos.nodes = {node("a", 4), node("b", 4), node("c", 3)};
    chaos.nodes[2].layer = Layer::Edge;
    chaos.continuum = Continuum{};
    chaos.continuum->latencies = {{Layer::Cloud, Layer::Edge, 5ms}};
    chaos.routing = seed % 2 == 0 ? Routing::Pooled : Routing::Random;
    chaos.seed = seed;
    Trial trial(chaos, {60});
    RandomStream random(seed, "operator", "chaos");
    Fleet& fleet = trial.engine->fleet();
    Duration time{};
    for (int step = 0; step < 400; ++step) {
      time += fromSeconds(random.exponential(0.4));
      trial.until(time);  // asserts Little's law
      const auto service = static_cast<std::uint32_t>(random.below(3));
      const auto host = static_cast<std::uint32_t>(random.below(3));
      const auto& pods = trial.engine->state().services[service].pods;
      switch (random.below(8)) {
        case 0:
        case 1:
          fleet.scale(service, static_cast<std::int32_t>(random.below(6)));
          break;
        case 2:
          fleet.resize(service,
                       {Quantity::millis(200 + 200 * static_cast<std::int64_t>(random.below(8))),
                        Quantity::units(128 << 20)});
          break;
        case 3:
          fleet.enable(service, random.bernoulli(0.7));
          break;
        case 4:
          fleet.move(service, host);
          break;
        case 5:
          if (!pods.empty()) fleet.end(pods[random.below(pods.size())]);
          break;
        case 6:
          fleet.replaceLost(host);
          break;
        default:
          if (random.bernoulli(0.5))
            fleet.hostDown(host);
          else
            fleet.hostUp(host);
      }
    }
    std::vector<Resources> requested(3);
    std::size_t inPods = 0;
    for (const Service& service : trial.engine->state().services) {
      double cores = 0;
      for (const std::uint32_t index : service.pods) {
        const Pod& pod = trial.engine->state().pods[index];
        cores += pod.requests.cpu.asDouble();
        if (pod.host != kNone) requested[pod.host] = requested[pod.host] + pod.requests;
        inPods += pod.inFlight;
      }
      EXPECT_NEAR(service.requestedCores.value(), cores, 1e-9);
      EXPECT_EQ(service.readyPods.value(), static_cast<double>(service.ready.size()));
      EXPECT_EQ(service.existing.value(), static_cast<double>(service.pods.size()));
      EXPECT_GE(static_cast<std::int32_t>(service.pods.size()), service.wanted);
    }
    for (std::size_t h = 0; h < 3; ++h) {
      EXPECT_EQ(trial.engine->state().hosts[h].requested, requested[h]);
    }
    EXPECT_LE(inPods, trial.engine->state().requests.inUse());
  }
}

}  // namespace
}  // namespace evenkeel::simulation::test
