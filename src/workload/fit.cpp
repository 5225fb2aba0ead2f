#include "workload/fit.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>

#include "base/random.h"
#include "workload/fit_bursts.h"
#include "workload/fit_noise.h"
#include "workload/fit_season.h"
#include "workload/seasonal.h"

namespace evenkeel {
namespace {

constexpr std::size_t kLeastIntervals = 100;
constexpr double kMostRate = 1e9;  // requests/s, and of a trend a day: what a scenario takes
constexpr int kRounds = 4;
constexpr std::uint64_t kSeeds = 8;
constexpr double kLeastBurst = 0.1;    // lower ones are noise
constexpr double kLeastNoise = 1e-3;   // coefficient of variation
constexpr double kLeastSeason = 1e-3;  // of the mean: no logarithm of nothing

std::vector<double> seasonOf(const SeasonalLoad& load, std::size_t intervals, double mean) {
  const double step = toSeconds(load.interval);
  std::vector<double> out(intervals);
  for (std::size_t i = 0; i < intervals; ++i) {
    const double rate = seasonalRate(load, (static_cast<double>(i) + 0.5) * step);
    out[i] = std::max(rate, kLeastSeason * mean) * step;
  }
  return out;
}

double rounded(double value, int digits) {
  return std::strtod(fmt::format("{:.{}g}", value, digits).c_str(), nullptr);
}

Duration rounded(Duration time) {
  return time < 10s ? std::chrono::round<std::chrono::milliseconds>(time)
                    : std::chrono::round<std::chrono::seconds>(time);
}

// What a scenario takes (description/load_schema.cpp); a trace may show more, such as one burst
// over minutes of next to nothing.
SeasonalLoad withinBounds(SeasonalLoad load) {
  constexpr double kMostFactor = 1e6;
  constexpr double kMostSpread = 100;
  constexpr double kMostBursts = 1e5;  // a day
  constexpr Duration kDay = std::chrono::hours(24);
  load.level = std::min(load.level, kMostRate);
  load.trend = std::clamp(load.trend, -kMostRate, kMostRate);
  for (auto* factors : {&load.daily, &load.weekly}) {
    for (double& factor : *factors) factor = std::min(factor, kMostFactor);
  }
  for (SeasonalNoise& noise : load.noise) {
    noise.cv = std::min(noise.cv, kMostSpread);
    noise.memory = std::min<Duration>(noise.memory, 366 * kDay);
  }
  if (load.bursts) {
    load.bursts->perDay = std::min(load.bursts->perDay, kMostBursts);
    load.bursts->median = std::min(load.bursts->median, kMostFactor);
    load.bursts->cv = std::min(load.bursts->cv, kMostSpread);
    load.bursts->rise = std::min(load.bursts->rise, kDay);
    load.bursts->decay = std::min<Duration>(load.bursts->decay, 7 * kDay);
  }
  return load;
}

// To what a person would write.
SeasonalLoad rounded(SeasonalLoad load) {
  load.level = rounded(load.level, 6);
  load.trend = rounded(load.trend, 6);
  for (double& factor : load.daily) factor = rounded(factor, 3);
  for (double& factor : load.weekly) factor = rounded(factor, 3);
  for (SeasonalNoise& noise : load.noise) {
    noise.cv = rounded(noise.cv, 3);
    noise.memory = rounded(noise.memory);
  }
  if (load.bursts) {
    load.bursts->perDay = rounded(load.bursts->perDay, 3);
    load.bursts->median = rounded(load.bursts->median, 3);
    load.bursts->cv = rounded(load.bursts->cv, 3);
    load.bursts->rise = rounded(load.bursts->rise);
    load.bursts->decay = std::max<Duration>(1s, rounded(load.bursts->decay));
  }
  return load;
}

void scale(SeasonalLoad& load, double factor) {
  load.level *= factor;
  load.trend *= factor;
}

double ratio(double wanted, double have, double least, double most) {
  return have > 0 ? std::clamp(wanted / have, least, most) : most;
}

// One step towards the trace's mean, peak and roughness.
void approach(const TraceFigures& trace, const TraceFigures& have, SeasonalLoad& load) {
  if (load.bursts) load.bursts->median *= ratio(trace.peakToMean, have.peakToMean, 0.7, 1.4);
  if (trace.roughness && have.roughness && !load.noise.empty())
    load.noise.back().cv =
        std::min(load.noise.back().cv * ratio(*trace.roughness, *have.roughness, 0.5, 2.0), 10.0);
  if (have.mean > 0) scale(load, trace.mean / have.mean);
}

double distance(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::abs(*a - *b) : 0;
}

double logDistance(double a, double b) {
  return a > 0 && b > 0 ? std::abs(std::log(a / b)) : 0;
}

double distance(const TraceFigures& a, const TraceFigures& b) {
  return logDistance(a.peakToMean, b.peakToMean) +
         logDistance(a.roughness.value_or(0), b.roughness.value_or(0)) +
         distance(a.nextInterval, b.nextInterval) + distance(a.hour, b.hour) +
         distance(a.day, b.day);
}

Result<TraceFigures> generated(const SeasonalLoad& load, std::size_t intervals, bool counted) {
  return drawn(load, intervals, counted).map([&](const RateTrace& trace) {
    return figuresOf(trace, counted);
  });
}

Result<void> calibrate(const TraceFigures& trace, std::size_t intervals, bool counted,
                       SeasonalLoad& load) {
  for (int round = 0; round < kRounds; ++round) {
    const auto have = generated(load, intervals, counted);
    if (!have) return tl::unexpected(have.error());
    approach(trace, *have, load);
    if (load.bursts && load.bursts->median < kLeastBurst) load.bursts.reset();
    load = withinBounds(std::move(load));
  }
  std::erase_if(load.noise, [](const SeasonalNoise& noise) { return noise.cv < kLeastNoise; });
  return generated(load, intervals, counted).map([&](const TraceFigures& have) {
    if (have.mean > 0) scale(load, trace.mean / have.mean);
  });
}

}  // namespace

bool holdsCounts(const RateTrace& trace) {
  return std::all_of(trace.counts.begin(), trace.counts.end(),
                     [](double count) { return count == std::floor(count); });
}

Result<RateTrace> drawn(const SeasonalLoad& load, std::size_t intervals, bool counted) {
  const auto intensity = intensityOf(load, load.interval * static_cast<std::int64_t>(intervals));
  if (!intensity) return tl::unexpected(intensity.error());
  RandomStream random(load.seed, "fit", "counts");
  const double step = toSeconds(load.interval);
  RateTrace out{load.interval, {}};
  out.counts.reserve(intervals);
  for (const auto& segment : intensity->segments()) {
    const double mean = segment.rate * step;
    out.counts.push_back(counted ? static_cast<double>(random.poisson(mean)) : mean);
  }
  return out;
}

Result<Fit> fitTo(const RateTrace& trace, bool counted) {
  const std::size_t intervals = trace.counts.size();
  if (intervals < kLeastIntervals) {
    return fail(ErrorKind::Invalid, "", fmt::format("only {} intervals", intervals),
                fmt::format("at least {}, better some days", kLeastIntervals));
  }
  Fit best;
  best.counted = counted;
  best.trace = figuresOf(trace, counted);
  if (!(best.trace.mean > 0)) {
    return fail(ErrorKind::Invalid, "", "no value above zero", "a trace with requests");
  }
  if (best.trace.mean > kMostRate) {
    return fail(ErrorKind::Invalid, "", fmt::format("{:.3g} requests/s", best.trace.mean),
                fmt::format("at most {:g}", kMostRate));
  }
  SeasonalLoad load = fitSeason(trace);
  if (!(load.level > 0)) {  // most of it is zero: no median says anything
    load = SeasonalLoad{};
    load.level = best.trace.mean;
    load.interval = trace.interval;
  }
  const auto season = seasonOf(load, intervals, best.trace.mean);
  const BurstFit bursts = fitBursts(trace, season);
  load.bursts = bursts.bursts;
  load.noise = fitNoise(trace, season, bursts.within, counted);
  load = withinBounds(std::move(load));
  double nearest = std::numeric_limits<double>::infinity();
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    load.seed = seed;
    if (auto done = calibrate(best.trace, intervals, counted, load); !done)
      return tl::unexpected(done.error());
    const SeasonalLoad candidate = withinBounds(rounded(load));
    const auto figures = generated(candidate, intervals, counted);
    if (!figures) return tl::unexpected(figures.error());
    const double far = distance(best.trace, *figures) + logDistance(best.trace.mean, figures->mean);
    if (far >= nearest) continue;
    nearest = far;
    best.load = candidate;
    best.generated = *figures;
  }
  return best;
}

}  // namespace evenkeel
