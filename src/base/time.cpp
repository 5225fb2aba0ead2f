#include "base/time.h"

#include <cmath>

namespace evenkeel {

Duration fromSeconds(double value) {
  if (std::isnan(value)) return Duration::zero();
  const double ns = value * 1e9;
  if (ns >= 9.2e18) return Duration::max();
  if (ns <= -9.2e18) return Duration::min();
  return Duration(std::llround(ns));
}

}  // namespace evenkeel
