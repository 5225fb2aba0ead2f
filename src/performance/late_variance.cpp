#include "performance/late_variance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "performance/erlang.h"

namespace evenkeel::performance {
namespace {

// With f(x) = λ·P(x + service > limit), G solving -G' + λ·(E G(x + gap) - G) = mean - f for the
// time `gap` between two departures, and D(x) = E G(x + gap) - G(x): D' = (θ - λ)·D - (f - mean),
// D bounded, G' = λ·D + f - mean. θ is the rate of departures while all servers are busy.
class WaitProcess {
 public:
  WaitProcess(const LateQueue& queue, double limit)
      : servers_(queue.servers),
        lambda_(queue.arrivalRate),
        mu_(1 / queue.serviceTime),
        theta_(servers_ * mu_),
        spare_(theta_ - lambda_),
        limit_(limit),
        waits_(erlangC(queue.servers, lambda_ / mu_)) {
    constexpr double kDecays = 25;  // of the wait's tail, beyond the limit
    constexpr double kMostSteps = 20'000;
    const double span = limit + kDecays / spare_;
    step_ = std::max(span / kMostSteps, std::min({0.05 / theta_, 0.05 / spare_, limit / 200}));
    count_ = static_cast<std::size_t>(span / step_) + 2;
    mean_ = lambda_ * ((1 - waits_) * late(0) + waits_ * lateWaiting());
  }

  double variance() {
    constexpr double kSeldom = 1e-9;  // late together by waiting: so seldom that it does not count
    if (waits_ < kSeldom) return mean_;
    solve();
    double correlated = correlatedWaiting();
    double probability = (1 - waits_) / idleSum();  // of n busy servers, from servers - 1 down
    double worth = 0;                               // of that state, to the one with servers - 1
    double rise = difference_[0];                   // from it to the one above
    double centre = centre_;
    for (double busy = servers_ - 1; busy >= 0; --busy) {
      const bool last = busy == servers_ - 1;
      const double next = last ? lateWorthAtOnce_ : late(0) * (worth + rise);
      correlated += probability * lambda_ * next;
      centre += probability * worth;
      if (busy == 0) break;
      rise = (lambda_ * rise + lambda_ * late(0) - mean_) / (busy * mu_);
      worth -= rise;
      probability *= busy * mu_ / lambda_;
    }
    return std::max(0.0, mean_ + 2 * (correlated - mean_ * centre));
  }

 private:
  double late(double wait) const { return wait >= limit_ ? 1 : std::exp(-mu_ * (limit_ - wait)); }
  double excess(double wait) const { return lambda_ * late(wait) - mean_; }
  double at(std::size_t i) const { return static_cast<double>(i) * step_; }

  // Of those who wait, for a time that is exponential with rate `spare`.
  double lateWaiting() const {
    const double beyond = std::exp(-spare_ * limit_);
    const double faster = spare_ - mu_;
    const double within = std::abs(faster) * limit_ < 1e-9
                              ? spare_ * limit_ * beyond
                              : spare_ / faster * (std::exp(-mu_ * limit_) - beyond);
    return beyond + within;
  }

  // Of states with fewer than all servers busy, in units of the one with servers - 1.
  double idleSum() const {
    double sum = 0;
    double one = 1;
    for (double busy = servers_ - 1; busy >= 0; --busy) {
      sum += one;
      one *= busy * mu_ / lambda_;
    }
    return sum;
  }

  // Trapezoids, from the end: beyond it f is constant, and D its integral.
  void solve() {
    difference_.resize(count_);
    worth_.assign(count_, 0);
    const double fade = std::exp(-spare_ * step_);
    difference_[count_ - 1] = excess(at(count_ - 1)) / spare_;
    for (std::size_t i = count_ - 1; i-- > 0;)
      difference_[i] =
          fade * difference_[i + 1] + step_ / 2 * (excess(at(i)) + fade * excess(at(i + 1)));
    for (std::size_t i = 1; i < count_; ++i)
      worth_[i] = worth_[i - 1] + step_ / 2 *
                                      (lambda_ * (difference_[i - 1] + difference_[i]) +
                                       excess(at(i - 1)) + excess(at(i)));
  }

  // λ·E[G after the arrival; it waits and is late], its centre and that of one who need not wait
  // beside it. Who waits until `x` is late if its service is longer than limit - x; the next server
  // is free when that service ends or another does. From the end.
  double correlatedWaiting() {
    const double others = theta_ - mu_;
    const double passOthers = std::exp(-others * step_);
    const double passAll = std::exp(-theta_ * step_);
    const double passOwn = std::exp(-mu_ * step_);
    const double weight = step_ * waits_ * spare_;
    double correlated = 0;
    double another = 0;  // E[G; another ends first and before the limit], but for the next
    double own = 1;      // P(its service lasts until the limit)
    double all = 0;      // E[G; nobody ends before the limit]
    bool before = false;
    for (std::size_t i = count_; i-- > 0;) {
      double lateWorth = worth_[i] + difference_[i];
      if (at(i) < limit_) {
        if (!before) {
          all = worth_[i + 1] + difference_[i + 1];
          before = true;
        }
        all *= passAll;
        own *= passOwn;
        another = passOthers * another + (1 - passOthers) * (worth_[i] + worth_[i + 1]) / 2;
        lateWorth = all + own * another;
      }
      const double here = weight * std::exp(-spare_ * at(i)) * (i == 0 ? 0.5 : 1);
      correlated += here * lambda_ * lateWorth;
      centre_ += here * worth_[i];
      lateWorthAtOnce_ = lateWorth;
    }
    return correlated;
  }

  double servers_;
  double lambda_;
  double mu_;
  double theta_;
  double spare_;
  double limit_;
  double waits_;  // probability that an arrival waits
  double step_ = 0;
  std::size_t count_ = 0;
  double mean_ = 0;
  std::vector<double> difference_;  // D
  std::vector<double> worth_;       // G, from zero at no wait
  double centre_ = 0;
  double lateWorthAtOnce_ = 0;
};

}  // namespace

double lateVariance(const LateQueue& queue, double limit) {
  return WaitProcess(queue, limit).variance();
}

}  // namespace evenkeel::performance
