#include "workload/fit_noise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include "workload/median.h"

namespace evenkeel {
namespace {

constexpr double kLeastCount = 20;  // of the season, for a logarithm to be about normal
constexpr double kWild = 4;         // robust deviations
constexpr double kLeastVariance = 1e-6;
constexpr Duration kForTwo = std::chrono::hours(48);
constexpr double kHour = 3600;

struct Residuals {
  std::vector<std::optional<double>> values;
  double variance = 0;  // less that of counting
};

Residuals residualsOf(const RateTrace& trace, const std::vector<double>& season,
                      const std::vector<bool>& leftOut, bool counted) {
  const std::size_t n = trace.counts.size();
  const auto enough = [&](double least) {
    return static_cast<std::size_t>(std::count_if(season.begin(), season.end(),
                                                  [&](double s) { return s >= least; })) >= n / 4;
  };
  const double least = counted && enough(kLeastCount) ? kLeastCount : 0;
  Residuals out{std::vector<std::optional<double>>(n), 0};
  std::vector<double> known;
  double counting = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (leftOut[i] || season[i] < least) continue;
    const double count =
        counted ? trace.counts[i] + 0.5 : std::max(trace.counts[i], season[i] * 1e-2);
    out.values[i] = std::log(count / season[i]);
    known.push_back(*out.values[i]);
    if (counted) counting += 1 / std::max(1.0, season[i]);
  }
  if (known.empty()) return out;
  const double center = medianOf(known);
  const double deviation = deviationByMedian(known);
  // Zero where most values are the same: nothing says then what is wild.
  const double limit = deviation > 0 ? kWild * deviation : std::numeric_limits<double>::infinity();
  double mean = 0;
  for (auto& value : out.values) {
    if (!value) continue;
    *value = std::clamp(*value, center - limit, center + limit);
    mean += *value / static_cast<double>(known.size());
  }
  for (auto& value : out.values) {
    if (!value) continue;
    *value -= mean;
    out.variance += *value * *value / static_cast<double>(known.size());
  }
  out.variance -= counting / static_cast<double>(known.size());
  return out;
}

double covariance(const Residuals& residuals, std::size_t lag) {
  double sum = 0;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i + lag < residuals.values.size(); ++i) {
    const auto& a = residuals.values[i];
    const auto& b = residuals.values[i + lag];
    if (!a || !b) continue;
    sum += *a * *b;
    ++pairs;
  }
  return pairs > 0 ? sum / static_cast<double>(pairs) : 0;
}

SeasonalNoise noiseOf(double variance, double memory) {
  constexpr double kMostCv = 10;  // a log-normal factor beyond that is no noise but on and off
  return {std::min(kMostCv, std::sqrt(std::expm1(variance))), fromSeconds(memory)};
}

// Of an AR(1) process with that correlation over `distance` seconds.
double memoryOf(double correlation, double distance) {
  return correlation > 0.02 ? -distance / std::log(std::min(correlation, 0.9999)) : 0;
}

}  // namespace

std::vector<SeasonalNoise> fitNoise(const RateTrace& trace, const std::vector<double>& season,
                                    const std::vector<bool>& leftOut, bool counted) {
  const Residuals residuals = residualsOf(trace, season, leftOut, counted);
  const double step = toSeconds(trace.interval);
  const auto lagOf = [&](double seconds) {
    return static_cast<std::size_t>(std::max(1.0, std::round(seconds / step)));
  };
  const double next = covariance(residuals, 1);
  const double variance = std::max(residuals.variance, next);
  std::vector<SeasonalNoise> out;
  if (!(variance > kLeastVariance)) return out;

  double slow = 0;
  double slowNext = 0;
  if (toSeconds(trace.interval) * static_cast<double>(trace.counts.size()) >= toSeconds(kForTwo)) {
    const double hour = covariance(residuals, lagOf(kHour));
    const double six = covariance(residuals, lagOf(6 * kHour));
    if (hour > 0.02 * variance) {
      const double memory =
          std::clamp(memoryOf(std::clamp(six / hour, 0.0, 1.0), 5 * kHour), kHour, 720 * kHour);
      slow = std::min(hour * std::exp(kHour / memory), variance);
      slowNext = slow * std::exp(-step / memory);
      out.push_back(noiseOf(slow, memory));
    }
  }
  const double fast = variance - slow;
  if (fast > kLeastVariance) {
    const double correlation = std::clamp((next - slowNext) / fast, 0.0, 0.9999);
    out.push_back(noiseOf(fast, std::min(memoryOf(correlation, step), slow > 0 ? kHour : 1e7)));
  }
  return out;
}

}  // namespace evenkeel
