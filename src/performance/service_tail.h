// How likely a request needs more than a given time of a core: the tail of its service time.
//
// The distributions are those that the simulated world draws from (model/application.h,
// simulation/service_sampler.h).
#pragma once

#include "model/application.h"

namespace evenkeel::performance {

class ServiceTail {
 public:
  explicit ServiceTail(const ServiceTime& time);

  double mean() const { return mean_; }  // seconds, >= 0
  double cv() const { return cv_; }      // coefficient of variation
  bool isExponential() const { return kind_ == DistributionKind::Exponential; }
  // Its tail has no steps, and changes little within some percent of the time.
  bool isSmooth() const { return kind_ != DistributionKind::Empirical && cv_ >= 0.3; }
  // P(service time > seconds).
  double exceeds(double seconds) const;

 private:
  DistributionKind kind_;
  double mean_ = 0;
  double cv_ = 0;
  double logMean_ = 0;  // LogNormal
  double logDeviation_ = 0;
  double firstPhase_ = 1;       // Hyperexponential: its probability
  std::vector<double> values_;  // Empirical, rising
};

}  // namespace evenkeel::performance
