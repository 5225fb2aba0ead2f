#include "simulation/service_sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulation/exponential.h"

namespace evenkeel::simulation {

ServiceSampler::ServiceSampler(const ServiceTime& time, RandomStream random)
    : kind_(time.kind),
      mean_(std::max(0.0, static_cast<double>(time.mean.count()))),
      cv_(time.cv),
      random_(random) {
  if (kind_ == DistributionKind::Empirical) {
    for (const Duration value : time.values) {
      values_.push_back(std::max(0.0, static_cast<double>(value.count())));
    }
    if (values_.empty()) values_.push_back(0);
    mean_ =
        std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(values_.size());
  }
  if (kind_ == DistributionKind::Hyperexponential) {
    const double square = cv_ * cv_;
    if (square > 1)
      firstPhase_ = (1 + std::sqrt((square - 1) / (square + 1))) / 2;
    else
      kind_ = DistributionKind::Exponential;
  }
  const bool spread = kind_ == DistributionKind::LogNormal || kind_ == DistributionKind::Gamma;
  if (mean_ == 0 || (spread && !(cv_ > 0))) kind_ = DistributionKind::Deterministic;
}

double ServiceSampler::draw() {
  switch (kind_) {
    case DistributionKind::Exponential:
      return mean_ * drawExponential(random_);
    case DistributionKind::LogNormal:
      return random_.logNormal(mean_, cv_);
    case DistributionKind::Gamma:
      return random_.gamma(1 / (cv_ * cv_), mean_ * cv_ * cv_);
    case DistributionKind::Hyperexponential: {
      const double share = random_.bernoulli(firstPhase_) ? firstPhase_ : 1 - firstPhase_;
      return mean_ / (2 * share) * drawExponential(random_);
    }
    case DistributionKind::Empirical:
      return values_[random_.below(values_.size())];
    case DistributionKind::Deterministic:
      break;
  }
  return mean_;
}

}  // namespace evenkeel::simulation
