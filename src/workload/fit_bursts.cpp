#include "workload/fit_bursts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "workload/median.h"

namespace evenkeel {
namespace {

constexpr Duration kStep = std::chrono::minutes(5);
constexpr Duration kWindow = std::chrono::hours(6);
constexpr double kFar = 3;   // robust deviations
constexpr double kNear = 1;  // of what belongs to a burst beside it
constexpr double kLeast = 1.2;

struct Burst {
  std::size_t begin;
  std::size_t top;
  std::size_t end;
  double height;
};

// The logarithm of counts over season, of `joined` intervals each.
std::vector<double> logRatios(const RateTrace& trace, const std::vector<double>& season,
                              std::size_t joined) {
  std::vector<double> out;
  for (std::size_t i = 0; i + joined <= trace.counts.size(); i += joined) {
    double count = 0;
    double expected = 0;
    for (std::size_t k = i; k < i + joined; ++k) {
      count += trace.counts[k];
      expected += season[k];
    }
    out.push_back(std::log(std::max(count, expected * 1e-3) / expected));
  }
  return out;
}

std::vector<double> lessRunningMedian(const std::vector<double>& values, std::size_t window) {
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t from = i > window / 2 ? i - window / 2 : 0;
    const std::size_t to = std::min(values.size(), i + window / 2 + 1);
    out[i] = values[i] - medianOf({values.begin() + static_cast<std::ptrdiff_t>(from),
                                   values.begin() + static_cast<std::ptrdiff_t>(to)});
  }
  return out;
}

std::vector<Burst> burstsOf(const std::vector<double>& above) {
  const double deviation = deviationByMedian(above);
  const double far = std::max(kFar * deviation, std::log(kLeast));
  const double near = std::max(kNear * deviation, std::log(kLeast) / 3);
  std::vector<Burst> bursts;
  for (std::size_t i = 0; i < above.size();) {
    if (above[i] <= far) {
      ++i;
      continue;
    }
    const std::size_t floor = bursts.empty() ? 0 : bursts.back().end;
    Burst burst{i, i, i, 0};
    while (burst.begin > floor && above[burst.begin - 1] > near) --burst.begin;
    while (burst.end < above.size() && above[burst.end] > near) {
      if (above[burst.end] > above[burst.top]) burst.top = burst.end;
      ++burst.end;
    }
    burst.height = std::expm1(above[burst.top]);
    bursts.push_back(burst);
    i = burst.end;
  }
  return bursts;
}

SeasonalBursts shapeOf(const std::vector<Burst>& bursts, const std::vector<double>& above,
                       Duration step) {
  std::vector<double> logHeights;
  std::vector<double> rises;
  std::vector<double> decays;
  for (const Burst& burst : bursts) {
    logHeights.push_back(std::log(burst.height));
    rises.push_back(static_cast<double>(burst.top - burst.begin) + 0.5);
    std::size_t end = burst.top + 1;
    while (end < above.size() && std::expm1(above[end]) > burst.height / std::exp(1.0)) ++end;
    decays.push_back(static_cast<double>(end - burst.top) - 0.5);
  }
  const double days = toSeconds(step) * static_cast<double>(above.size()) / 86400;
  const double spread = deviationByMedian(logHeights);
  SeasonalBursts out;
  out.perDay = static_cast<double>(bursts.size()) / days;
  out.median = std::exp(medianOf(std::move(logHeights)));
  out.cv = std::sqrt(std::expm1(spread * spread));
  out.rise = fromSeconds(medianOf(std::move(rises)) * toSeconds(step));
  out.decay = fromSeconds(medianOf(std::move(decays)) * toSeconds(step));
  return out;
}

}  // namespace

BurstFit fitBursts(const RateTrace& trace, const std::vector<double>& season) {
  BurstFit out{std::nullopt, std::vector<bool>(trace.counts.size())};
  const auto joined = static_cast<std::size_t>(std::max<std::int64_t>(1, kStep / trace.interval));
  const Duration step = trace.interval * static_cast<std::int64_t>(joined);
  const auto window = static_cast<std::size_t>(kWindow / step);
  const auto ratios = logRatios(trace, season, joined);
  if (ratios.size() < 2 * window) return out;
  const auto above = lessRunningMedian(ratios, window);
  const auto bursts = burstsOf(above);
  for (const Burst& burst : bursts) {
    for (std::size_t i = burst.begin * joined; i < burst.end * joined; ++i) out.within[i] = true;
  }
  if (!bursts.empty()) out.bursts = shapeOf(bursts, above, step);
  return out;
}

}  // namespace evenkeel
