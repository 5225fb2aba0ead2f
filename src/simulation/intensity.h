// How many requests a second an application gets: piecewise constant over time.
#pragma once

#include "simulation/event_queue.h"

namespace evenkeel::simulation {

struct RateSegment {
  double rate = 0;             // requests/s, >= 0
  Nanoseconds until = kNever;  // first instant of the next segment
};

class Intensity {
 public:
  virtual ~Intensity() = default;
  // The segment that holds `time`; asked with times that do not fall.
  virtual RateSegment at(Nanoseconds time) = 0;
};

class SteadyIntensity final : public Intensity {
 public:
  explicit SteadyIntensity(double rate) : rate_(rate) {}
  RateSegment at(Nanoseconds) override { return {rate_, kNever}; }

 private:
  double rate_;
};

}  // namespace evenkeel::simulation
