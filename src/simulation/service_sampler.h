// Draws of service times as a component describes them.
//
// Hyperexponential: two phases with balanced means, fitted to mean and coefficient of variation; a
// coefficient not above 1 is exponential.
#pragma once

#include <vector>

#include "base/random.h"
#include "model/application.h"

namespace evenkeel::simulation {

class ServiceSampler {
 public:
  ServiceSampler(const ServiceTime& time, RandomStream random);

  // Nanoseconds on a core of speed 1; not negative, finite.
  double draw();
  double mean() const { return mean_; }

 private:
  DistributionKind kind_;
  double mean_;
  double cv_;
  double firstPhase_ = 1;  // probability
  std::vector<double> values_;
  RandomStream random_;
};

}  // namespace evenkeel::simulation
