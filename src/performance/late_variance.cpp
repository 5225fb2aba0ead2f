#include "performance/late_variance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace evenkeel::performance {

// With f(x) = λ·P(x + service > limit), G solving -G' + λ·(E G(x + service) - G) = mean - f, and
// D(x) = E G(x + service) - G(x): D' = (μ - λ)·D - (f - mean), D bounded, G' = λ·D + f - mean.
double lateVariance(double arrivalRate, double serviceTime, double limit) {
  constexpr double kDecays = 25;  // of the workload's tail, beyond the limit
  constexpr double kMostSteps = 20'000;
  const double mu = 1 / serviceTime;
  const double spare = mu - arrivalRate;
  const double span = limit + kDecays / spare;
  const double step =
      std::max(span / kMostSteps, std::min({serviceTime / 20, 0.05 / spare, limit / 200}));
  const auto count = static_cast<std::size_t>(span / step) + 2;
  const double mean = arrivalRate * std::exp(-spare * limit);
  const auto excess = [&](double x) {
    return arrivalRate * (x >= limit ? 1 : std::exp(-mu * (limit - x))) - mean;
  };

  // Beyond the end f is constant: D is its integral. Trapezoids, from the end.
  std::vector<double> difference(count);
  const double fade = std::exp(-spare * step);
  difference[count - 1] = excess(span) / spare;
  for (std::size_t i = count - 1; i-- > 0;) {
    const double x = static_cast<double>(i) * step;
    difference[i] = fade * difference[i + 1] + step / 2 * (excess(x) + fade * excess(x + step));
  }
  std::vector<double> worth(count);
  for (std::size_t i = 1; i < count; ++i) {
    const double x = static_cast<double>(i) * step;
    worth[i] = worth[i - 1] + step / 2 *
                                  (arrivalRate * (difference[i - 1] + difference[i]) +
                                   excess(x - step) + excess(x));
  }

  // Stationary: idle with probability spare / mu, else the workload is exponential. `lateWorth`:
  // E[G(x + service); late], from the end as well.
  const double idle = spare / mu;
  double centre = idle * worth[0];
  double correlated = 0;
  double lateWorth = worth[count - 1] + arrivalRate * difference[count - 1] / mu;
  const double pass = std::exp(-mu * step);
  for (std::size_t i = count - 1; i-- > 0;) {
    const double x = static_cast<double>(i) * step;
    const double near = x >= limit ? worth[i] : 0;
    const double far = x + step >= limit ? worth[i + 1] : 0;
    lateWorth = pass * lateWorth + (1 - pass) * (near + far) / 2;
    const double weight = step * arrivalRate * idle * std::exp(-spare * x);
    centre += weight * worth[i];
    correlated += weight * lateWorth;
  }
  correlated = arrivalRate * (correlated + idle * lateWorth) - mean * centre;
  return std::max(0.0, mean + 2 * correlated);
}

}  // namespace evenkeel::performance
