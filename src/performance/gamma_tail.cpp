#include "performance/gamma_tail.h"

#include <cmath>

#include "base/log_gamma.h"

namespace evenkeel::performance {
namespace {

constexpr double kPrecision = 1e-14;
constexpr int kMostTerms = 100'000;

// P(X <= x), x below shape + 1.
double bySeries(double shape, double x) {
  double term = 1 / shape;
  double sum = term;
  for (int n = 1; n < kMostTerms && term > kPrecision * sum; ++n) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * std::exp(shape * std::log(x) - x - logGamma(shape));
}

// P(X > x), x from shape + 1 on.
double byFraction(double shape, double x) {
  constexpr double kTiny = 1e-300;
  double b = x + 1 - shape;
  double c = 1 / kTiny;
  double d = 1 / b;
  double h = d;
  for (int n = 1; n < kMostTerms; ++n) {
    const double a = -n * (n - shape);
    b += 2;
    d = a * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + a / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    h *= d * c;
    if (std::abs(d * c - 1) < kPrecision) break;
  }
  return h * std::exp(shape * std::log(x) - x - logGamma(shape));
}

}  // namespace

double gammaExceeds(double shape, double x) {
  if (!(x > 0)) return 1;
  if (std::isinf(x)) return 0;
  return x < shape + 1 ? 1 - bySeries(shape, x) : byFraction(shape, x);
}

}  // namespace evenkeel::performance
