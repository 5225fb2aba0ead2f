#include "performance/equilibrium.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "performance/finite_queue.h"
#include "performance/late_variance.h"
#include "performance/multi_server_queue.h"

namespace evenkeel::performance {
namespace {

ServiceTail exponential(double mean) {
  ServiceTime time;
  time.mean = fromSeconds(mean);
  return ServiceTail(time);
}

TEST(Equilibrium, IsMMcFirstComeFirstServed) {
  const ServiceTail service = exponential(0.05);
  for (const int servers : {1, 4, 30}) {
    for (const double load : {0.2, 0.7, 0.95}) {
      const double rate = load * servers / 0.05;
      StationShape shape;
      shape.cores = shape.workers = servers;
      const Equilibrium ours(shape, service, rate);
      const MultiServerQueue theirs{rate, 0.05, servers};
      EXPECT_NEAR(ours.meanResponse(), theirs.meanResponse(), 1e-6 * theirs.meanResponse());
      for (const double limit : {0.02, 0.1, 0.25, 1.0}) {
        EXPECT_NEAR(ours.exceeds(limit), theirs.responseExceeds(limit), 1e-6);
        EXPECT_NEAR(ours.bad(limit).mean, rate * ours.exceeds(limit), 1e-6 * rate);
      }
    }
  }
}

TEST(Equilibrium, SharingHasTheMeanOfMMc) {
  const ServiceTail service = exponential(0.05);
  StationShape shape;
  shape.cores = 10;
  const Equilibrium ours(shape, service, 160);
  EXPECT_NEAR(ours.meanResponse(), (MultiServerQueue{160, 0.05, 10}.meanResponse()), 1e-7);
}

// Worked out state by state: one of n + 1 that share the cores goes at cores / (n + 1).
TEST(Equilibrium, SharingIsLateAsTheSumOverItsStates) {
  for (const auto kind : {DistributionKind::Exponential, DistributionKind::Gamma}) {
    ServiceTime time;
    time.kind = kind;
    time.mean = fromSeconds(0.05);
    time.cv = 0.5;
    const ServiceTail service(time);
    for (const double cores : {1.0, 2.5, 50.0}) {
      for (const double load : {0.1, 0.7, 0.97, 0.995}) {
        StationShape shape;
        shape.cores = cores;
        const double rate = load * cores / 0.05;
        const Equilibrium ours(shape, service, rate);
        for (const double limit : {0.01, 0.06, 0.25, 2.0}) {
          double sum = 0;
          double late = 0;
          double weight = 1;
          for (int n = 0; n < 20'000; ++n) {
            sum += weight;
            late += weight * service.exceeds(limit * std::min(1.0, cores / (n + 1)));
            weight *= rate * 0.05 / std::min<double>(n + 1, cores);
            if (n > cores && weight < 1e-14 * sum) break;
          }
          EXPECT_NEAR(ours.exceeds(limit), late / sum, 5e-5) << cores << ' ' << load;
        }
      }
    }
  }
}

TEST(Equilibrium, AFractionOfACoreTakesLonger) {
  const ServiceTail service = exponential(0.05);
  StationShape shape;
  shape.cores = 0.5;
  const Equilibrium ours(shape, service, 4);  // as a whole core of half the speed
  EXPECT_NEAR(ours.meanResponse(), (MultiServerQueue{4, 0.1, 1}.meanResponse()), 1e-7);
}

TEST(Equilibrium, OfHardlyAnybodyIsServiceAlone) {
  const ServiceTail service = exponential(0.05);
  for (const int workers : {0, 1}) {
    StationShape shape;
    shape.workers = workers;
    EXPECT_NEAR(Equilibrium(shape, service, 1e-9).meanResponse(), 0.05, 1e-6);
    EXPECT_NEAR(Equilibrium(shape, service, 0).meanResponse(), 0.05, 1e-6);
  }
}

TEST(Equilibrium, TurnsAwayAsMMcK) {
  const ServiceTail service = exponential(0.05);
  StationShape shape;
  shape.cores = shape.workers = 2;
  shape.room = 5;
  for (const double rate : {10.0, 40.0, 90.0}) {
    const FiniteQueueMeasures theirs = measuresOf(FiniteQueue{rate, 0.05, 2, 5});
    const Equilibrium ours(shape, service, rate);
    EXPECT_NEAR(ours.refused(), theirs.blocking, 1e-9);
    EXPECT_NEAR(ours.meanResponse(), theirs.meanResponse, 1e-9);
  }
}

// Of independent requests the count is Poisson; of those that wait for each other it varies more.
TEST(Equilibrium, CountsOfLateOnesVaryAtLeastAsIndependentOnes) {
  const ServiceTail service = exponential(0.05);
  StationShape shape;
  shape.cores = shape.workers = 30;
  const CountRate easy = Equilibrium(shape, service, 100).bad(0.25);
  EXPECT_NEAR(easy.variance, easy.mean, 0.02 * easy.mean);
  const CountRate hard = Equilibrium(shape, service, 570).bad(0.25);
  EXPECT_GT(hard.variance, 10 * hard.mean);
}

// Counts over 60 s of a simulated queue, first come, first served.
double simulatedLateVariance(const LateQueue& queue, double limit, RandomStream& random) {
  constexpr double kSpan = 60;
  constexpr int kSpans = 5000;
  std::vector<double> freeAt(static_cast<std::size_t>(queue.servers));
  double now = 0;
  double end = kSpan;
  double sum = 0;
  double squares = 0;
  double late = 0;
  for (int spans = 0; spans < kSpans;) {
    now += random.exponential(1 / queue.arrivalRate);
    for (; now > end && spans < kSpans; end += kSpan, ++spans) {
      sum += late;
      squares += late * late;
      late = 0;
    }
    const auto server = std::min_element(freeAt.begin(), freeAt.end());
    *server = std::max(now, *server) + random.exponential(queue.serviceTime);
    if (*server - now > limit) ++late;
  }
  const double mean = sum / kSpans;
  return (squares / kSpans - mean * mean) / kSpan;
}

TEST(LateVariance, IsThatOfASimulatedQueue) {
  RandomStream random(1, "test", "queue");
  const std::pair<std::int32_t, double> cases[] = {
      {1, 0.4}, {1, 0.6}, {2, 0.68}, {4, 0.75}, {8, 0.85}};
  for (const auto& [servers, load] : cases) {
    const LateQueue queue{servers * load / 0.05, 0.05, servers};
    const double variance = simulatedLateVariance(queue, 0.25, random);
    EXPECT_NEAR(lateVariance(queue, 0.25), variance, 0.15 * variance) << servers << " at " << load;
  }
}

}  // namespace
}  // namespace evenkeel::performance
