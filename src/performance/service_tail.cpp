#include "performance/service_tail.h"

#include <algorithm>
#include <cmath>

#include "performance/gamma_tail.h"

namespace evenkeel::performance {
namespace {

void meanAndCv(const std::vector<double>& values, double& mean, double& cv) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  const auto n = static_cast<double>(values.size());
  mean = sum / n;
  cv = mean > 0 ? std::sqrt(std::max(0.0, squares / n / (mean * mean) - 1)) : 0;
}

}  // namespace

ServiceTail::ServiceTail(const ServiceTime& time)
    : kind_(time.kind), mean_(std::max(0.0, toSeconds(time.mean))) {
  switch (kind_) {
    case DistributionKind::Deterministic:
      break;
    case DistributionKind::Exponential:
      cv_ = 1;
      break;
    case DistributionKind::LogNormal:
    case DistributionKind::Gamma:
      cv_ = time.cv;
      break;
    case DistributionKind::Hyperexponential:
      cv_ = std::max(1.0, time.cv);
      firstPhase_ = (1 + std::sqrt((cv_ * cv_ - 1) / (cv_ * cv_ + 1))) / 2;
      break;
    case DistributionKind::Empirical:
      for (const Duration value : time.values) values_.push_back(std::max(0.0, toSeconds(value)));
      if (values_.empty()) values_.push_back(0);
      std::sort(values_.begin(), values_.end());
      meanAndCv(values_, mean_, cv_);
      break;
  }
  const bool spread = kind_ == DistributionKind::LogNormal || kind_ == DistributionKind::Gamma;
  if (mean_ == 0 || (spread && !(cv_ > 0))) {
    kind_ = DistributionKind::Deterministic;
    cv_ = 0;
  }
  if (kind_ == DistributionKind::LogNormal) {
    logDeviation_ = std::sqrt(std::log1p(cv_ * cv_));
    logMean_ = std::log(mean_) - logDeviation_ * logDeviation_ / 2;
  }
}

double ServiceTail::exceeds(double seconds) const {
  if (seconds < 0) return 1;
  switch (kind_) {
    case DistributionKind::Exponential:
      return std::exp(-seconds / mean_);
    case DistributionKind::LogNormal:
      if (seconds == 0) return 1;
      return std::erfc((std::log(seconds) - logMean_) / (logDeviation_ * std::sqrt(2.0))) / 2;
    case DistributionKind::Gamma: {
      const double shape = 1 / (cv_ * cv_);
      return gammaExceeds(shape, seconds * shape / mean_);
    }
    case DistributionKind::Hyperexponential: {
      const double second = 1 - firstPhase_;
      const double x = 2 * seconds / mean_;
      return firstPhase_ * std::exp(-firstPhase_ * x) + second * std::exp(-second * x);
    }
    case DistributionKind::Empirical: {
      const auto above = values_.end() - std::upper_bound(values_.begin(), values_.end(), seconds);
      return static_cast<double>(above) / static_cast<double>(values_.size());
    }
    case DistributionKind::Deterministic:
      break;
  }
  return seconds < mean_ ? 1 : 0;
}

}  // namespace evenkeel::performance
