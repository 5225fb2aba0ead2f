// The integral over time of a quantity that changes in steps (unit · seconds).
#pragma once

#include "simulation/event_queue.h"

namespace evenkeel::simulation {

class Integral {
 public:
  double value() const { return value_; }
  void set(Nanoseconds now, double value) {
    area_ = at(now);
    last_ = now;
    value_ = value;
  }
  void add(Nanoseconds now, double difference) { set(now, value_ + difference); }
  double at(Nanoseconds now) const {
    return area_ + value_ * (static_cast<double>(now - last_) * 1e-9);
  }

 private:
  double value_ = 0;
  double area_ = 0;
  Nanoseconds last_ = 0;
};

}  // namespace evenkeel::simulation
