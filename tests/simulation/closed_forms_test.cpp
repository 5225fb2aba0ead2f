// The engine against queueing theory. Each mean must lie in the 99.9 % confidence interval of
// twenty replications, and the interval must be narrow enough for that to mean something.
#include <gtest/gtest.h>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

constexpr double kPrecision = 0.03;  // largest half-width of an interval, relative

void expectMean(const Interval& interval, double expected) {
  EXPECT_NEAR(interval.mean, expected, interval.halfWidth);
  EXPECT_LT(interval.halfWidth, kPrecision * expected);
}

Interval meanResponse(Scenario scenario, double rate, Duration warmUp, Duration end) {
  return replicate([&](std::uint64_t seed) {
    scenario.seed = seed;
    return measure(scenario, rate, warmUp, end).meanResponse;
  });
}

// Erlang's C formula by the recursion of his B formula: the probability of having to wait.
double erlangC(int servers, double offered) {
  double blocking = 1;
  for (int n = 1; n <= servers; ++n) blocking = offered * blocking / (n + offered * blocking);
  return blocking / (1 - offered / servers * (1 - blocking));
}

double meanOfMMc(int servers, double rate, double mean) {
  const double offered = rate * mean;
  return mean + erlangC(servers, offered) * mean / (servers - offered);
}

ServiceTime spread(DistributionKind kind, double cv) {
  return {kind, 100ms, cv, {}};
}

TEST(ClosedForms, MM1) {
  const Interval w = meanResponse(
      scenario({component("web", Discipline::Fcfs, exponential(100ms))}), 7, 500s, 15000s);
  expectMean(w, 0.1 / (1 - 0.7));
}

TEST(ClosedForms, MMcOfWorkersInOnePod) {
  Component web = component("web", Discipline::Fcfs, exponential(100ms));
  web.serving.workers = 4;
  web.requests.cpu = Quantity::units(4);
  expectMean(meanResponse(scenario({web}), 32, 200s, 4000s), meanOfMMc(4, 32, 0.1));
}

TEST(ClosedForms, MMcOfPodsBehindOneQueue) {
  const Component web = component("web", Discipline::Fcfs, exponential(100ms), 4);
  expectMean(meanResponse(scenario({web}), 32, 200s, 4000s), meanOfMMc(4, 32, 0.1));
}

// With exponential work and at most one core a request, sharing has the mean of the queue.
TEST(ClosedForms, MMcOfPodsThatShare) {
  const Component web = component("web", Discipline::ProcessorSharing, exponential(100ms), 4);
  expectMean(meanResponse(scenario({web}), 32, 200s, 4000s), meanOfMMc(4, 32, 0.1));
}

TEST(ClosedForms, RandomRoutingSplitsIntoMM1) {
  Scenario split = scenario({component("web", Discipline::Fcfs, exponential(100ms), 4)});
  split.routing = Routing::Random;
  expectMean(meanResponse(split, 28, 300s, 5000s), 0.1 / (1 - 0.7));
}

// The mean of processor sharing depends on the service time's mean alone.
TEST(ClosedForms, MG1SharingIsInsensitive) {
  for (const ServiceTime& time :
       {spread(DistributionKind::Deterministic, 0), spread(DistributionKind::LogNormal, 1.5),
        spread(DistributionKind::Hyperexponential, 2), spread(DistributionKind::Gamma, 0.5)}) {
    SCOPED_TRACE(static_cast<int>(time.kind));
    const Component web = component("web", Discipline::ProcessorSharing, time);
    expectMean(meanResponse(scenario({web}), 6, 500s, 20000s), 0.1 / (1 - 0.6));
  }
}

// Pollaczek and Khinchine, by contrast: the queue feels the spread.
TEST(ClosedForms, MG1QueueFeelsTheSpread) {
  for (const double cv : {0.5, 2.0}) {
    SCOPED_TRACE(cv);
    const Component web = component("web", Discipline::Fcfs, spread(DistributionKind::Gamma, cv));
    const double wait = 0.5 * 0.1 * (1 + cv * cv) / 2 / (1 - 0.5);
    expectMean(meanResponse(scenario({web}), 5, 500s, 20000s), 0.1 + wait);
  }
}

TEST(ClosedForms, EmpiricalServiceTimes) {
  const ServiceTime values{DistributionKind::Empirical, 1ms, 1, {50ms, 50ms, 50ms, 250ms}};
  const Component web = component("web", Discipline::Fcfs, values);
  const double second = (3 * 0.05 * 0.05 + 0.25 * 0.25) / 4;
  expectMean(meanResponse(scenario({web}), 5, 500s, 20000s), 0.1 + 5 * second / 2 / (1 - 0.5));
}

TEST(ClosedForms, MM1KBlocksAndServes) {
  constexpr int kPlaces = 5;  // one in service, four waiting
  constexpr double kOffered = 0.9;
  double empty = 0;
  double number = 0;
  for (int n = 0; n <= kPlaces; ++n) empty += std::pow(kOffered, n);
  const double blocked = std::pow(kOffered, kPlaces) / empty;
  for (int n = 0; n <= kPlaces; ++n) number += n * std::pow(kOffered, n) / empty;
  const double response = number / (9 * (1 - blocked));
  for (const Discipline discipline : {Discipline::Fcfs, Discipline::ProcessorSharing}) {
    Component web = component("web", discipline, exponential(100ms));
    web.serving.queueLimit = discipline == Discipline::Fcfs ? kPlaces - 1 : kPlaces;
    for (const Routing routing : {Routing::Pooled, Routing::Random}) {
      Scenario limited = scenario({web});
      limited.routing = routing;
      expectMean(meanResponse(limited, 9, 200s, 8000s), response);
      expectMean(replicate([&](std::uint64_t seed) {
                   limited.seed = seed;
                   return measure(limited, 9, 200s, 8000s).lossRatio;
                 }),
                 blocked);
    }
  }
}

// Jackson: each station is as if it were alone.
TEST(ClosedForms, TandemNetwork) {
  Component front = component("front", Discipline::Fcfs, exponential(100ms));
  front.calls = {{"back", 1, 1, 0}};
  const Component back = component("back", Discipline::Fcfs, exponential(50ms));
  const double expected = 0.1 / (1 - 0.6) + 0.05 / (1 - 0.3);
  expectMean(meanResponse(scenario({front, back}), 6, 500s, 15000s), expected);
}

TEST(ClosedForms, ParallelCallsEndWithTheLast) {
  Component front = component("front", Discipline::ProcessorSharing,
                              {DistributionKind::Deterministic, 1ms, 0, {}});
  front.calls = {{"left", 1, 1, 0}, {"right", 1, 1, 0}};
  Component left = component("left", Discipline::Fcfs, exponential(100ms));
  left.serving.workers = 60;
  left.requests.cpu = Quantity::units(16);
  Component right = left;
  right.name = "right";
  // Never a queue: the mean of the larger of two exponentials is 3/2 of one.
  expectMean(meanResponse(scenario({front, left, right}), 20, 10s, 4000s), 0.001 + 0.15);
}

TEST(ClosedForms, FractionalCalls) {
  Component front = component("front", Discipline::ProcessorSharing,
                              {DistributionKind::Deterministic, 1ms, 0, {}});
  front.calls = {{"back", 2.25, 0.4, 0}};
  const Component back = component("back", Discipline::ProcessorSharing,
                                   {DistributionKind::Deterministic, 1us, 0, {}});
  const Interval ratio = replicate([&](std::uint64_t seed) {
    Scenario calls = scenario({front, back});
    calls.seed = seed;
    Trial run(calls, {10});
    run.until(3000s);
    return static_cast<double>(run.service("app/back").traffic.issued) /
           static_cast<double>(run.service("app/front").traffic.issued);
  });
  expectMean(ratio, 0.9);
}

// The response time of an M/M/1 queue is exponential with rate mu - lambda.
TEST(ClosedForms, MM1Distribution) {
  Scenario queue = scenario({component("web", Discipline::Fcfs, exponential(100ms))});
  for (const double q : {0.5, 0.9, 0.95, 0.99}) {
    SCOPED_TRACE(q);
    const Interval quantile = replicate([&](std::uint64_t seed) {
      queue.seed = seed;
      Trial run(queue, {6});
      run.until(200s);
      run.application().recent.clear();
      run.until(20000s);
      return toSeconds(*run.application().recent.quantile(q));
    });
    const double expected = -std::log(1 - q) / (10 - 6);
    // The histogram's own error is up to 0.8 %.
    EXPECT_NEAR(quantile.mean, expected, quantile.halfWidth + 0.008 * expected);
    EXPECT_LT(quantile.halfWidth, 0.05 * expected);
  }
}

// Two requests on one core take turns; a third core would not help them.
TEST(ClosedForms, ThrottlingStretchesService) {
  Component web = component("web", Discipline::ProcessorSharing,
                            {DistributionKind::Deterministic, 100ms, 0, {}});
  web.limits = Resources{Quantity::millis(500), Quantity::units(1 << 30)};
  Scenario throttled = scenario({web});
  throttled.nodes[0].speed = 2;
  // Half a core of double speed serves like M/D/1 sharing with a service time of 0.1 s.
  expectMean(meanResponse(throttled, 5, 500s, 15000s), 0.1 / (1 - 0.5));
}

}  // namespace
}  // namespace evenkeel::simulation::test
