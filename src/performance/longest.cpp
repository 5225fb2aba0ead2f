#include "performance/longest.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace evenkeel::performance {
namespace {

// Standard normal quantiles of what stands for each part (operating_points.cpp).
constexpr std::array<double, kParts.size()> kNormal{
    -1.6449, -1.0364, -0.6745, -0.3853, 0,      0.3853, 0.6745, 0.9945,
    1.3408,  1.6449,  1.8808,  2.1444,  2.3263, 2.5972, 3.0902, 3.4316};

double density(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}
double below(double x) {
  return std::erfc(-x / std::numbers::sqrt2) / 2;
}

// Of the logarithm.
Moments logOf(const Moments& time) {
  const double variance = std::log1p(time.variance / (time.mean * time.mean));
  return {std::log(time.mean) - variance / 2, variance};
}

}  // namespace

Moments momentsOf(const std::array<double, kParts.size()>& parts) {
  double mean = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    mean += kParts[i] * parts[i];
    squares += kParts[i] * parts[i] * parts[i];
  }
  return {mean, std::max(0.0, squares - mean * mean)};
}

Moments longestOf(const Moments& a, const Moments& b) {
  if (a.mean == 0 && a.variance == 0) return b;
  if (b.mean == 0 && b.variance == 0) return a;
  const double spread = std::sqrt(a.variance + b.variance);
  if (spread == 0) return a.mean > b.mean ? a : b;
  const double x = (a.mean - b.mean) / spread;
  const double first = a.mean * below(x) + b.mean * below(-x) + spread * density(x);
  const double second = (a.mean * a.mean + a.variance) * below(x) +
                        (b.mean * b.mean + b.variance) * below(-x) +
                        (a.mean + b.mean) * spread * density(x);
  return {first, std::max(0.0, second - first * first)};
}

Moments sometimes(const Moments& time, double probability) {
  const double mean = probability * time.mean;
  return {mean, probability * (time.variance + time.mean * time.mean) - mean * mean};
}

double logNormalExceeds(const Moments& time, double limit) {
  if (!(time.mean > 0)) return 0;
  if (std::isinf(limit)) return 0;
  if (!(limit > 0)) return 1;
  if (!(time.variance > 0)) return time.mean > limit ? 1 : 0;
  const Moments log = logOf(time);
  return below((log.mean - std::log(limit)) / std::sqrt(log.variance));
}

std::array<double, kParts.size()> logNormalParts(const Moments& time) {
  std::array<double, kParts.size()> parts{};
  if (!(time.mean > 0)) return parts;
  const Moments log = logOf(time);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i] = std::exp(log.mean + kNormal[i] * std::sqrt(log.variance));
  }
  return parts;
}

}  // namespace evenkeel::performance
