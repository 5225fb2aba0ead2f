#include "performance/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "performance/gamma_tail.h"
#include "performance/late_variance.h"

namespace evenkeel::performance {
namespace {

constexpr double kNegligible = 1e-10;  // probability of all further states
constexpr double kMostStates = 100'000;
constexpr double kShared = 0.5;
constexpr double kNearlySaturated = 0.999;
constexpr std::size_t kApart = 64;  // states between which to interpolate: a 64th
constexpr double kMany = 200;       // waits, whose sum is as good as normal

// P(wait + service > t), the wait a sum of so many exponentials of that mean gap. Exact for
// exponential service; for others the sum is taken for a gamma variable of its mean and variance.
double waitAndServiceExceed(double waits, double gap, double service, double cv, double t) {
  if (cv == 1 && gap < 0.95 * service && waits <= kMany) {
    const double ahead = gammaExceeds(waits, t / gap);
    const double rest = 1 / gap - 1 / service;
    const double growth = -waits * std::log1p(-gap / service) - t / service;
    return std::min(1.0, ahead + std::exp(growth) * (1 - gammaExceeds(waits, rest * t)));
  }
  const double mean = waits * gap + service;
  const double variance = waits * gap * gap + service * service * cv * cv;
  if (waits > kMany && gap < service) return std::erfc((t - mean) / std::sqrt(2 * variance)) / 2;
  return gammaExceeds(mean * mean / variance, t * mean / variance);
}

}  // namespace

double StationShape::capacity(double serviceTime) const {
  const double used = workers > 0 ? std::min(workers * ofOne, cores) : cores;
  return used * speed / serviceTime;
}

Equilibrium::Equilibrium(const StationShape& shape, const ServiceTail& service, double arrivalRate)
    : shape_(shape),
      service_(service),
      arrivalRate_(arrivalRate),
      bounded_(shape.room < kMostStates) {
  const double most = bounded_ ? std::floor(shape.room) : kMostStates;
  const double full = shape.capacity(service.mean());
  const double ofOne = shape.ofOne * shape.speed / service.mean();
  const double ratio = arrivalRate / full;  // of one state to the next where all is busy
  double weight = 1;
  double sum = 1;
  states_.push_back(1);
  for (double n = 1; n <= most; ++n) {
    const double departures = std::min(n * ofOne, full);
    weight *= arrivalRate / departures;
    if (weight > 1e200) {  // the earlier ones no longer count
      for (double& state : states_) state /= weight;
      sum /= weight;
      weight = 1;
    }
    states_.push_back(weight);
    sum += weight;
    if (departures == full && ratio < 1 && weight * ratio / (1 - ratio) < kNegligible * sum) break;
  }
  for (std::size_t n = 0; n < states_.size(); ++n) {
    states_[n] /= sum;
    meanInSystem_ += static_cast<double>(n) * states_[n];
  }
  if (bounded_ && states_.size() == static_cast<std::size_t>(most) + 1) refused_ = states_.back();
  const double letIn = arrivalRate * (1 - refused_);
  const double alone = service.mean() / shape.speed * std::max(1.0, 1 / shape.cores);
  meanResponse_ = letIn > 0 ? meanInSystem_ / letIn : alone;
  if (shape.workers > 0 && letIn > 0) {
    const double busy = letIn / ofOne;  // in service, where workers have a core each
    const double wait = std::max(0.0, meanInSystem_ - busy) / letIn;
    meanResponse_ += wait * ((1 + service.cv() * service.cv()) / 2 - 1);
  }
}

double Equilibrium::exceedsFinding(std::size_t found, double seconds) const {
  const auto n = static_cast<double>(found) + 1;
  const double speed = shape_.speed;
  if (shape_.workers == 0) {
    return service_.exceeds(seconds * speed * std::min(1.0, shape_.cores / n));
  }
  const double serving = std::min<double>(n, shape_.workers);
  const double pace = speed * std::min(shape_.ofOne, shape_.cores / serving);
  if (n <= shape_.workers) return service_.exceeds(seconds * pace);
  const double scale = (1 + service_.cv() * service_.cv()) / 2;
  return waitAndServiceExceed(n - shape_.workers, scale / shape_.capacity(service_.mean()),
                              service_.mean() / pace, service_.cv(), seconds);
}

std::vector<double> Equilibrium::exceedsFindingEach(std::size_t count, double seconds) const {
  std::vector<double> each(count);
  if (count == 0) return each;
  // Who finds fewer than that is served as if alone.
  double alone = std::floor(shape_.cores / (shape_.workers > 0 ? shape_.ofOne : 1));
  if (shape_.workers > 0) alone = std::min<double>(alone, shape_.workers);
  const auto last = static_cast<double>(count - 1);
  auto n = static_cast<std::size_t>(std::clamp(alone - 1, 0.0, last));
  std::fill_n(each.begin(), n + 1, exceedsFinding(n, seconds));
  // Sharing, it is a smooth function of 1 / n: linear between states that lie close enough.
  const bool isSmooth = shape_.workers == 0 && service_.isSmooth();
  while (n + 1 < count) {
    const std::size_t next = std::min(count - 1, n + 1 + (isSmooth ? n / kApart : 0));
    each[next] = exceedsFinding(next, seconds);
    const double slope = (each[next] - each[n]) / static_cast<double>(next - n);
    for (std::size_t i = n + 1; i < next; ++i) each[i] = each[i - 1] + slope;
    n = next;
  }
  return each;
}

double Equilibrium::exceeds(double seconds) const {
  const std::size_t letIn = refused_ > 0 ? states_.size() - 1 : states_.size();
  const std::vector<double> each = exceedsFindingEach(letIn, seconds);
  double late = 0;
  for (std::size_t n = 0; n < letIn; ++n) late += states_[n] * each[n];
  return refused_ < 1 ? late / (1 - refused_) : 0;
}

// With f(n) the rate of bad requests in state n and G the solution of Q·G = mean - f, a bad request
// in state n is worth G(n + 1) more of them to come.
CountRate Equilibrium::bad(double limit) const {
  const std::size_t count = states_.size();
  const bool full = refused_ > 0;
  std::vector<double> rates = exceedsFindingEach(count, limit);
  CountRate result;
  if (full) rates.back() = 1;
  for (std::size_t n = 0; n < count; ++n) {
    rates[n] *= arrivalRate_;
    result.mean += states_[n] * rates[n];
  }
  const double capacity = shape_.capacity(service_.mean());
  if (shape_.workers > 0 && std::isfinite(limit) && arrivalRate_ > 0 &&
      arrivalRate_ < kNearlySaturated * capacity) {
    const double servers =
        std::clamp(std::floor(shape_.cores / shape_.ofOne), 1.0, double(shape_.workers));
    result.variance =
        lateVariance({arrivalRate_, servers / capacity, static_cast<std::int32_t>(servers)}, limit);
    return result;
  }
  std::vector<double> worth(count, 0);
  double excess = 0;  // of the states up to n
  double centre = 0;
  for (std::size_t n = 0; n + 1 < count; ++n) {
    excess += states_[n] * (rates[n] - result.mean);
    const double flow = arrivalRate_ * states_[n];
    worth[n + 1] = worth[n] - (flow > 0 ? excess / flow : 0);
    centre += states_[n + 1] * worth[n + 1];
  }
  double correlated = 0;
  for (std::size_t n = 0; n < count; ++n) {
    correlated += states_[n] * rates[n] * (worth[std::min(n + 1, count - 1)] - centre);
  }
  result.variance = std::max(0.0, result.mean + 2 * correlated);
  if (shape_.workers == 0) result.variance *= 1 + kShared / std::max(1.0, shape_.cores);
  return result;
}

}  // namespace evenkeel::performance
