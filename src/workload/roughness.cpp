#include "workload/roughness.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenkeel {
namespace {

constexpr double kLeastCount = 20;
constexpr double kLeastShare = 0.05;

RateTrace inMinutes(const RateTrace& trace) {
  const auto joined = static_cast<std::size_t>(std::max<std::int64_t>(1, 60s / trace.interval));
  if (joined == 1) return trace;
  RateTrace out{trace.interval * static_cast<std::int64_t>(joined), {}};
  for (std::size_t i = 0; i + joined <= trace.counts.size(); i += joined) {
    const auto first = trace.counts.begin() + static_cast<std::ptrdiff_t>(i);
    out.counts.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(joined), 0.0));
  }
  return out;
}

}  // namespace

std::optional<double> roughness(const RateTrace& trace, Duration delay, bool counted) {
  const RateTrace minutes = inMinutes(trace);
  const auto& c = minutes.counts;
  if (c.empty()) return std::nullopt;
  const double intervals = toSeconds(delay) / toSeconds(minutes.interval);
  const auto lag = static_cast<std::size_t>(std::max(1.0, std::round(intervals)));
  const double mean = std::accumulate(c.begin(), c.end(), 0.0) / static_cast<double>(c.size());
  const double least = counted ? kLeastCount : kLeastShare * mean;
  double sum = 0;
  double squares = 0;
  double poisson = 0;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i + lag < c.size(); ++i) {
    const double a = c[i];
    const double b = c[i + lag];
    if (!(a >= least && a > 0)) continue;
    const double change = (b - a) / a;
    sum += change;
    squares += change * change;
    if (counted) poisson += b / (a * a) + b * b / (a * a * a);
    ++pairs;
  }
  if (pairs < 2) return std::nullopt;
  const auto n = static_cast<double>(pairs);
  const double variance = squares / n - sum / n * (sum / n) - poisson / n;
  return std::sqrt(std::max(0.0, variance) * std::min(1.0, intervals));
}

}  // namespace evenkeel
