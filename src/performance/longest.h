// Response times that are known by mean and variance alone: the longest of several, and what share
// of a log-normal sum exceeds a limit.
//
// Source: Clark, "The greatest of a finite set of random variables", Operations Research 9, 1961.
#pragma once

#include <array>

#include "performance/operating_points.h"

namespace evenkeel::performance {

struct Moments {
  double mean = 0;
  double variance = 0;
};

// Of times of which each part of the requests takes its own (kParts).
Moments momentsOf(const std::array<double, kParts.size()>& parts);
// Of two independent times, taken for normal; one of zero mean and variance is no time at all.
Moments longestOf(const Moments& a, const Moments& b);
// Taken with that probability, else zero.
Moments sometimes(const Moments& time, double probability);
// P(time > limit) of a log-normal variable.
double logNormalExceeds(const Moments& time, double limit);
// One for each part, as OperatingPoint::responses.
std::array<double, kParts.size()> logNormalParts(const Moments& time);

}  // namespace evenkeel::performance
