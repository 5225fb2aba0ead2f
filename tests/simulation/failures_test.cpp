// Every way in which a request can fail, and what its caller sees of it.
#include <gtest/gtest.h>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

ServiceTime always(Duration time) {
  return {DistributionKind::Deterministic, time, 0, {}};
}

std::int64_t failed(const Traffic& traffic, Failure kind) {
  return traffic.failed[static_cast<std::size_t>(kind)];
}

// A queue whose customers leave after a fixed stay T, served or not, holds the work of a finite
// dam: it is idle with probability 1 / (1 + lambda (exp((lambda - mu) T) - 1) / (lambda - mu)).
TEST(Failures, TimeOutsTakeRequestsFromTheQueueAndFromService) {
  for (const Discipline discipline : {Discipline::Fcfs, Discipline::ProcessorSharing}) {
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      Component web = component("web", discipline, exponential(100ms));
      web.serving.timeout = 500ms;
      Scenario busy = scenario({web});
      busy.routing = routing;
      Trial trial(busy, {15});
      trial.until(2000s);
      const Traffic& traffic = trial.application();
      EXPECT_GT(failed(traffic, Failure::TimedOut), 1000);
      EXPECT_EQ(traffic.failures(), failed(traffic, Failure::TimedOut));
      EXPECT_LE(traffic.recent.max(), Duration(500ms));
      const double used =
          trial.engine->flow().busy(trial.service("app/web").pods[0]) / (2000 * 1e9);
      if (discipline == Discipline::Fcfs) {
        EXPECT_NEAR(used, 1 - 1 / (1 + 15 * (std::exp(5 * 0.5) - 1) / 5), 0.005);
      } else {
        EXPECT_GT(used, 0.9);
      }
    }
  }
}

TEST(Failures, WithoutPatienceNobodyIsServed) {
  Component web = component("web", Discipline::Fcfs, always(100ms));
  web.serving.timeout = 99ms;
  Trial trial(scenario({web}), {5});
  trial.until(100s);
  EXPECT_EQ(trial.application().completed, 0);
  EXPECT_GT(failed(trial.application(), Failure::TimedOut), 400);
}

TEST(Failures, FullQueuesRefuse) {
  Component web = component("web", Discipline::Fcfs, always(1s));
  web.serving.queueLimit = 0;
  for (const Routing routing : {Routing::Pooled, Routing::Random}) {
    Scenario small = scenario({web});
    small.routing = routing;
    Trial trial(small, {10});
    trial.until(1000s);
    // Erlang's loss formula for one server and ten erlangs: 10/11.
    const Traffic& traffic = trial.application();
    EXPECT_NEAR(static_cast<double>(failed(traffic, Failure::QueueFull)) /
                    static_cast<double>(traffic.issued),
                10.0 / 11, 0.01);
  }
}

TEST(Failures, NoReplicaRefusesUnderRandomRoutingAndWaitsUnderPooled) {
  Component web = component("web", Discipline::Fcfs, always(1ms), 0);
  Scenario none = scenario({web});
  none.routing = Routing::Random;
  Trial refused(none, {10});
  refused.until(100s);
  EXPECT_EQ(failed(refused.application(), Failure::NoReplica), refused.application().issued);
  for (const Discipline discipline : {Discipline::Fcfs, Discipline::ProcessorSharing}) {
    none.applications[0].components[0].serving.discipline = discipline;
    none.routing = Routing::Pooled;
    Trial waits(none, {10});
    waits.until(100s);
    EXPECT_EQ(waits.application().completed, 0);
    EXPECT_EQ(waits.application().inFlight, waits.application().issued);
    waits.engine->fleet().scale(0, 1);
    waits.until(200s);
    EXPECT_LE(waits.application().inFlight, 1);
    EXPECT_EQ(waits.application().failures(), 0);
  }
}

Scenario chain(bool optional, Duration backTime, Duration timeout) {
  Component front = component("front", Discipline::ProcessorSharing, always(1ms));
  front.calls = {{"back", 1, 1, 0}};
  Component back = component("back", Discipline::Fcfs, always(backTime));
  back.optional = optional;
  back.serving.timeout = timeout;
  return scenario({front, back});
}

TEST(Failures, AFailedCallFailsItsCaller) {
  Trial trial(chain(false, 2s, 1s), {10});
  trial.until(100s);
  EXPECT_EQ(trial.application().completed, 0);
  EXPECT_GT(failed(trial.application(), Failure::CalleeFailed), 900);
  EXPECT_EQ(failed(trial.service("app/back").traffic, Failure::TimedOut),
            failed(trial.application(), Failure::CalleeFailed));
}

TEST(Failures, UnlessTheCalleeIsOptional) {
  Trial trial(chain(true, 2s, 1s), {10});
  trial.until(100s);
  EXPECT_EQ(trial.application().failures(), 0);
  EXPECT_NEAR(toSeconds(*trial.application().recent.mean()), 1.001, 0.001);
}

TEST(Failures, ABrownedOutComponentIsNotCalled) {
  Trial trial(chain(true, 2s, 1s), {10});
  trial.engine->fleet().enable(1, false);
  trial.until(100s);
  EXPECT_EQ(trial.service("app/back").traffic.issued, 0);
  EXPECT_EQ(trial.application().failures(), 0);
  EXPECT_LT(toSeconds(*trial.application().recent.mean()), 0.002);
}

TEST(Failures, ACallerThatHasGoneMissesNoAnswer) {
  Scenario impatient = chain(false, 50ms, 10s);
  impatient.applications[0].components[0].serving.timeout = 20ms;
  Trial trial(impatient, {5});
  trial.until(100s);
  EXPECT_EQ(trial.application().completed, 0);
  EXPECT_EQ(failed(trial.application(), Failure::TimedOut),
            trial.application().issued - trial.application().inFlight);
  // What was begun goes on for nobody, what was not is not begun.
  const Traffic& back = trial.service("app/back").traffic;
  EXPECT_EQ(back.completed + failed(back, Failure::CallerGone), back.issued - back.inFlight);
  EXPECT_GT(back.completed, 350);
}

// M/M/1 whose customers leave at T where they have not been begun by then (their caller has timed
// out), and stay once they have. The work ahead of an arrival has density lambda P0
// exp(-(mu - lambda) x) below T and lambda P0 exp(lambda T - mu x) above it, whence P0, the
// probability of no work (Baccelli and Hebuterne 1981, M/M/1+D).
TEST(Failures, CallsOfACallerThatHasGoneAreNotBegun) {
  constexpr double kMu = 10;
  constexpr double kPatience = 0.5;
  for (const Routing routing : {Routing::Pooled, Routing::Random}) {
    for (const double lambda : {8.0, 15.0}) {
      Component front = component("front", Discipline::ProcessorSharing, always(1us));
      front.calls = {{"back", 1, 1, 0}};
      front.serving.timeout = fromSeconds(kPatience) + 1us;
      Scenario impatient =
          scenario({front, component("back", Discipline::Fcfs, exponential(100ms))});
      impatient.routing = routing;
      Trial trial(impatient, {lambda});
      trial.until(20000s);
      const double grown = std::exp((lambda - kMu) * kPatience);
      const double idle = 1 / (1 + lambda * (grown - 1) / (lambda - kMu) + lambda / kMu * grown);
      const double busy = trial.engine->flow().busy(trial.service("app/back").pods[0]);
      EXPECT_NEAR(busy / (20000 * 1e9), 1 - idle, 0.006) << lambda;
      const Traffic& back = trial.service("app/back").traffic;
      EXPECT_NEAR(static_cast<double>(back.completed) / static_cast<double>(back.issued),
                  (1 - idle) * kMu / lambda, 0.006);
      EXPECT_EQ(back.failures(), failed(back, Failure::CallerGone));
    }
  }
}

TEST(Failures, APodThatDiesTakesItsRequestsAlong) {
  for (const Discipline discipline : {Discipline::Fcfs, Discipline::ProcessorSharing}) {
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      Component web = component("web", discipline, always(10s), 2);
      web.serving.workers = 3;
      Scenario doomed = scenario({web});
      doomed.routing = routing;
      Trial trial(doomed, {1});
      trial.until(9s);
      const Service& service = trial.service("app/web");
      const std::uint32_t inside = trial.pod("app/web", 0).inFlight;
      ASSERT_GT(inside, 0u);
      trial.engine->fleet().end(service.pods[0]);
      EXPECT_EQ(failed(trial.application(), Failure::PodLost), inside);
      EXPECT_EQ(service.pods.size(), 2u);  // replaced
      trial.until(100s);
      EXPECT_EQ(failed(trial.application(), Failure::PodLost), inside);
    }
  }
}

TEST(Failures, TooMuchMemoryKillsThePodAndRestartsItWithBackOff) {
  Component web = component("web", Discipline::ProcessorSharing, always(1s));
  web.baseMemory = Quantity::units(100);
  web.serving.memoryPerRequest = Quantity::units(10);
  web.requests = {Quantity::units(1), Quantity::units(100)};
  web.limits = Resources{Quantity::units(1), Quantity::units(150)};  // five requests
  Trial trial(scenario({web}), {20});
  trial.until(600s);
  const Pod& pod = trial.pod("app/web", 0);
  EXPECT_TRUE(pod.lastKilledForMemory);
  // At once, then 10, 20, 40, 80, 160, 300 s later: seven restarts within ten minutes, six of
  // which have ended.
  EXPECT_GE(pod.restarts, 6);
  EXPECT_LE(pod.restarts, 8);
  EXPECT_GE(failed(trial.application(), Failure::PodLost), 6 * (pod.restarts - 1));
}

TEST(Failures, APodTooLargeForItsLimitNeverGetsReady) {
  Component web = component("web", Discipline::ProcessorSharing, always(1s), 0);
  web.baseMemory = Quantity::units(200);
  web.limits = Resources{Quantity::units(1), Quantity::units(150)};
  Trial trial(scenario({web}), {0});
  trial.engine->fleet().scale(0, 1);
  trial.until(1000s);
  EXPECT_EQ(trial.service("app/web").ready.size(), 0u);
  EXPECT_GT(trial.pod("app/web", 0).restarts, 5);
  EXPECT_LT(trial.engine->state().queue.firedCount(), 100u);
}

TEST(Failures, NetworkDelayIsPaidBothWays) {
  Scenario far = chain(false, 10ms, 10s);
  far.nodes = {node("cloud"), node("edge")};
  far.nodes[1].layer = Layer::Edge;
  far.applications[0].components[0].placement.nodes = {"edge"};
  far.applications[0].components[1].placement.nodes = {"cloud"};
  far.continuum = Continuum{};
  far.continuum->latencies = {{Layer::Cloud, Layer::Edge, 30ms}};
  Trial trial(far, {0.5});
  trial.until(1000s);
  EXPECT_EQ(trial.application().recent.min(), Duration(1ms + 30ms + 10ms + 30ms));
  EXPECT_EQ(trial.service("app/back").traffic.recent.min(), Duration(70ms));
}

TEST(Failures, AFailureTravelsBackAsAnAnswerDoes) {
  Scenario far = chain(false, 10ms, 10s);
  far.routing = Routing::Random;
  far.nodes[0].layer = Layer::Edge;
  far.applications[0].components[1].replicas = 0;  // which counts as in the cloud
  far.continuum = Continuum{};
  far.continuum->latencies = {{Layer::Cloud, Layer::Edge, 30ms}};
  Trial trial(far, {0.5});
  trial.until(1000s);
  const Traffic& traffic = trial.application();
  EXPECT_EQ(failed(trial.service("app/back").traffic, Failure::NoReplica),
            trial.service("app/back").traffic.issued - trial.service("app/back").traffic.inFlight);
  EXPECT_NEAR(static_cast<double>(traffic.sojournSum) * 1e-9 /
                  static_cast<double>(failed(traffic, Failure::CalleeFailed)),
              0.001 + 2 * 0.030, 1e-4);
}

TEST(Failures, ATimeOutOnTheWayLeavesNothingBehind) {
  Scenario far = chain(false, 10ms, 20ms);
  far.nodes = {node("cloud"), node("edge")};
  far.nodes[1].layer = Layer::Edge;
  far.applications[0].components[0].placement.nodes = {"edge"};
  far.applications[0].components[1].placement.nodes = {"cloud"};
  far.continuum = Continuum{};
  far.continuum->latencies = {{Layer::Edge, Layer::Cloud, 30ms}};
  Trial trial(far, {100});
  trial.until(100s);
  EXPECT_EQ(trial.application().completed, 0);
  EXPECT_EQ(failed(trial.service("app/back").traffic, Failure::TimedOut),
            trial.service("app/back").traffic.issued - trial.service("app/back").traffic.inFlight);
  EXPECT_LT(trial.engine->state().requests.inUse(), 20u);
}

}  // namespace
}  // namespace evenkeel::simulation::test
