// Whole distributions against queueing theory, not means alone, and Little's law from two series
// that know nothing of each other. What is sampled is sampled at fixed times, which Poisson
// arrivals do not see.
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

constexpr double kServiceRate = 10;  // 1/s

Scenario queueOf(std::int32_t pods) {
  return scenario({component("web", Discipline::Fcfs, exponential(100ms), pods)});
}

// A value for each seed of replicate(), and several of them from one run.
using Several = std::vector<double>;

std::vector<Interval> replicateSeveral(std::size_t size,
                                       const std::function<Several(std::uint64_t seed)>& once) {
  std::vector<Several> bySeed;
  std::vector<Interval> intervals;
  for (std::size_t i = 0; i < size; ++i) {
    intervals.push_back(replicate([&](std::uint64_t seed) {
      while (bySeed.size() < seed) bySeed.push_back(once(bySeed.size() + 1));
      return bySeed[seed - 1][i];
    }));
  }
  return intervals;
}

// The time that a share q of the requests does not exceed; `longer` is the tail of the
// distribution.
double quantileOf(const std::function<double(double)>& longer, double q) {
  double low = 0;
  double high = 100;
  while (high - low > 1e-9) {
    const double middle = (low + high) / 2;
    (longer(middle) > 1 - q ? low : high) = middle;
  }
  return low;
}

void expectQuantiles(Scenario queue, double rate, Duration end,
                     const std::function<double(double)>& longer) {
  const std::vector<double> shares{0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
  const auto measured = replicateSeveral(shares.size(), [&](std::uint64_t seed) {
    queue.seed = seed;
    Trial run(queue, {rate});
    run.until(200s);
    run.application().recent.clear();
    run.until(end);
    Several out;
    for (const double q : shares) out.push_back(toSeconds(*run.application().recent.quantile(q)));
    return out;
  });
  for (std::size_t i = 0; i < shares.size(); ++i) {
    SCOPED_TRACE(shares[i]);
    const double expected = quantileOf(longer, shares[i]);
    // The histogram's own error is up to 0.8 %.
    EXPECT_NEAR(measured[i].mean, expected, measured[i].halfWidth + 0.008 * expected);
    EXPECT_LT(measured[i].halfWidth, 0.05 * expected);
  }
}

double erlangC(int servers, double offered) {
  double blocking = 1;
  for (int n = 1; n <= servers; ++n) blocking = offered * blocking / (n + offered * blocking);
  return blocking / (1 - offered / servers * (1 - blocking));
}

// Who need not wait stays for a service time; who must waits besides for an exponential time of
// rate c·mu - lambda (Kleinrock, Queueing Systems I, 1975).
TEST(Distributions, SojournInMMc) {
  for (const int servers : {2, 4, 8}) {
    SCOPED_TRACE(servers);
    const double offered = 0.8 * servers;
    const double waits = erlangC(servers, offered);
    const double spare = servers - 1 - offered;  // in service rates
    const auto longer = [&](double t) {
      const double service = std::exp(-kServiceRate * t);
      return service + waits * service * (1 - std::exp(-kServiceRate * spare * t)) / spare;
    };
    expectQuantiles(queueOf(servers), offered * kServiceRate, 8000s, longer);
  }
}

constexpr int kPlaces = 5;  // one in service, four waiting
constexpr double kOffered = 0.9;

Scenario limitedQueue() {
  Scenario made = queueOf(1);
  made.applications[0].components[0].serving.queueLimit = kPlaces - 1;
  return made;
}

double probabilityOf(int inSystem) {
  double all = 0;
  for (int n = 0; n <= kPlaces; ++n) all += std::pow(kOffered, n);
  return std::pow(kOffered, inSystem) / all;
}

TEST(Distributions, NumberInMM1K) {
  const auto shares = replicateSeveral(kPlaces + 1, [](std::uint64_t seed) {
    Scenario queue = limitedQueue();
    queue.seed = seed;
    Trial run(queue, {kOffered * kServiceRate});
    Several share(kPlaces + 1, 0);
    constexpr int kSamples = 20'000;
    for (int i = 1; i <= kSamples; ++i) {
      run.until(100s + i * 250ms);
      share.at(static_cast<std::size_t>(run.application().inFlight)) += 1.0 / kSamples;
    }
    return share;
  });
  for (int n = 0; n <= kPlaces; ++n) {
    SCOPED_TRACE(n);
    const Interval& share = shares[static_cast<std::size_t>(n)];
    EXPECT_NEAR(share.mean, probabilityOf(n), share.halfWidth);
    EXPECT_LT(share.halfWidth, 0.05 * probabilityOf(n));
  }
}

// Of those let in: who finds n there stays for n + 1 service times.
TEST(Distributions, SojournInMM1K) {
  const auto longer = [](double t) {
    double sum = 0;
    double term = 1;   // (mu t)^n / n!
    double terms = 0;  // up to n
    for (int n = 0; n < kPlaces; ++n) {
      terms += term;
      term *= kServiceRate * t / (n + 1);
      sum += probabilityOf(n) / (1 - probabilityOf(kPlaces)) * terms;
    }
    return sum * std::exp(-kServiceRate * t);
  };
  expectQuantiles(limitedQueue(), kOffered * kServiceRate, 8000s, longer);
}

// L = lambda·W, where L is the mean of samples of the number in the system, and lambda and W are
// the rate and the mean response time of those that were answered.
TEST(Distributions, LittlesLawFromTwoIndependentSeries) {
  constexpr double kRate = 32;
  const auto both = replicateSeveral(2, [](std::uint64_t seed) {
    Scenario queue = queueOf(4);
    queue.seed = seed;
    Trial run(queue, {kRate});
    run.until(200s);
    const Traffic before = run.application();
    double number = 0;
    constexpr int kSamples = 40'000;
    for (int i = 1; i <= kSamples; ++i) {
      run.until(200s + i * 100ms);
      number += static_cast<double>(run.application().inFlight) / kSamples;
    }
    const Traffic& after = run.application();
    const double sojourn = static_cast<double>(after.responseSum - before.responseSum) * 1e-9;
    return Several{number, number - sojourn / (kSamples * 0.1)};
  });
  const double offered = kRate / kServiceRate;
  const double expected = offered + erlangC(4, offered) * offered / (4 - offered);
  EXPECT_NEAR(both[0].mean, expected, both[0].halfWidth);
  EXPECT_LT(both[0].halfWidth, 0.05 * expected);
  EXPECT_NEAR(both[1].mean, 0, both[1].halfWidth + 1e-3);
  EXPECT_LT(both[1].halfWidth, 0.005 * expected);
}

}  // namespace
}  // namespace evenkeel::simulation::test
