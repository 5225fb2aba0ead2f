#include "workload/fit_season.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "workload/median.h"

namespace evenkeel {
namespace {

constexpr std::size_t kHoursADay = 24;
constexpr std::size_t kDaysAWeek = 7;
constexpr std::size_t kDaysForTrend = 4;
constexpr std::size_t kDaysForWeek = 14;
constexpr std::size_t kDaysForDay = 3;
constexpr std::size_t kMostDaysCompared = 2000;
constexpr double kLeastLevel = 0.1;  // of the level in the middle of the trace

// Mean rates of whole hours.
std::vector<double> hourlyMeans(const RateTrace& trace) {
  const double hours = toSeconds(trace.interval) / 3600;
  const auto n = static_cast<double>(trace.counts.size());
  const auto whole = static_cast<std::size_t>(std::floor(n * hours + 1e-9));
  std::vector<double> sums(whole);
  std::vector<double> parts(whole);
  for (std::size_t i = 0; i < trace.counts.size(); ++i) {
    const auto hour = static_cast<std::size_t>((static_cast<double>(i) + 0.5) * hours);
    if (hour >= whole) break;
    sums[hour] += trace.counts[i];
    parts[hour] += toSeconds(trace.interval);
  }
  for (std::size_t h = 0; h < whole; ++h) sums[h] = parts[h] > 0 ? sums[h] / parts[h] : 0;
  return sums;
}

std::vector<double> dailyMeans(const std::vector<double>& hours) {
  std::vector<double> days(hours.size() / kHoursADay);
  for (std::size_t d = 0; d < days.size(); ++d) {
    const auto first = hours.begin() + static_cast<std::ptrdiff_t>(d * kHoursADay);
    days[d] = std::accumulate(first, first + kHoursADay, 0.0) / kHoursADay;
  }
  return days;
}

double medianSlope(const std::vector<double>& days) {
  const std::size_t apart = days.size() >= kDaysForWeek ? kDaysAWeek : 1;
  const std::size_t stride = days.size() / kMostDaysCompared + 1;  // of centuries not every day
  std::vector<double> slopes;
  for (std::size_t a = 0; a < days.size(); a += stride) {
    for (std::size_t b = a + apart; b < days.size(); b += apart * stride)
      slopes.push_back((days[b] - days[a]) / static_cast<double>(b - a));
  }
  return medianOf(std::move(slopes));
}

void fitLine(const std::vector<double>& days, SeasonalLoad& load) {
  const double middle = static_cast<double>(days.size()) / 2;
  double slope = days.size() >= kDaysForTrend ? medianSlope(days) : 0;
  std::vector<double> levels(days);
  for (std::size_t d = 0; d < days.size(); ++d)
    levels[d] -= slope * (static_cast<double>(d) + 0.5 - middle);
  const double level = std::max(0.0, medianOf(std::move(levels)));
  const double steepest = (1 - kLeastLevel) * level / middle;
  slope = std::clamp(slope, -steepest, steepest);
  load.level = level - slope * middle;
  load.trend = slope;
}

// The median of what stands at each place of a cycle, of mean 1; empty where that is no season.
std::vector<double> profile(const std::vector<double>& ratios, std::size_t cycle) {
  std::vector<double> factors;
  for (std::size_t place = 0; place < cycle; ++place) {
    std::vector<double> values;
    for (std::size_t i = place; i < ratios.size(); i += cycle) values.push_back(ratios[i]);
    factors.push_back(medianOf(std::move(values)));
  }
  const double mean =
      std::accumulate(factors.begin(), factors.end(), 0.0) / static_cast<double>(cycle);
  if (!(mean > 0)) return {};
  for (double& factor : factors) factor /= mean;
  return factors;
}

}  // namespace

SeasonalLoad fitSeason(const RateTrace& trace) {
  SeasonalLoad load;
  load.interval = trace.interval;
  const std::vector<double> hours = hourlyMeans(trace);
  const std::vector<double> days = dailyMeans(hours);
  if (days.empty()) {
    load.level = medianOf(trace.counts) / toSeconds(trace.interval);
    return load;
  }
  fitLine(days, load);
  const auto line = [&](double day) { return load.level + load.trend * day; };
  if (!(load.level > 0)) return load;
  if (days.size() >= kDaysForWeek) {
    std::vector<double> ratios(days);
    for (std::size_t d = 0; d < days.size(); ++d) ratios[d] /= line(static_cast<double>(d) + 0.5);
    load.weekly = profile(ratios, kDaysAWeek);
  }
  if (days.size() >= kDaysForDay) {
    std::vector<double> ratios(hours);
    for (std::size_t h = 0; h < hours.size(); ++h) {
      const std::size_t day = h / kHoursADay;
      const double ofDay = load.weekly.empty() ? 1 : load.weekly[day % kDaysAWeek];
      ratios[h] /= std::max(line((static_cast<double>(h) + 0.5) / kHoursADay) * ofDay, 1e-12);
    }
    load.daily = profile(ratios, kHoursADay);
  }
  return load;
}

}  // namespace evenkeel
