#include "workload/trace_figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "workload/roughness.h"

namespace evenkeel {

std::optional<double> autocorrelation(const RateTrace& trace, Duration distance) {
  const auto& c = trace.counts;
  const auto lag = static_cast<std::size_t>(
      std::max(1.0, std::round(toSeconds(distance) / toSeconds(trace.interval))));
  if (c.size() < 2 * lag) return std::nullopt;
  const double mean = std::accumulate(c.begin(), c.end(), 0.0) / static_cast<double>(c.size());
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    squares += (c[i] - mean) * (c[i] - mean);
    if (i + lag < c.size()) products += (c[i] - mean) * (c[i + lag] - mean);
  }
  if (!(squares > 0)) return std::nullopt;
  return products / squares;
}

TraceFigures figuresOf(const RateTrace& trace, bool counted) {
  TraceFigures out;
  const auto& c = trace.counts;
  if (c.empty()) return out;
  const double mean = std::accumulate(c.begin(), c.end(), 0.0) / static_cast<double>(c.size());
  out.mean = mean / toSeconds(trace.interval);
  if (mean > 0) out.peakToMean = *std::max_element(c.begin(), c.end()) / mean;
  out.nextInterval = autocorrelation(trace, trace.interval);
  out.hour = autocorrelation(trace, std::chrono::hours(1));
  out.day = autocorrelation(trace, std::chrono::hours(24));
  const auto judged = c.begin() + static_cast<std::ptrdiff_t>(c.size() * 3 / 5);
  out.roughness = roughness({trace.interval, {judged, c.end()}}, std::chrono::minutes(1), counted);
  return out;
}

}  // namespace evenkeel
