#include "workload/seasonal.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "base/random.h"

namespace evenkeel {
namespace {

constexpr double kDay = 86400;
constexpr double kHour = 3600;
constexpr std::int64_t kMaxIntervals = 4'000'000;
constexpr double kMaxCv = 100;
constexpr double kMaxRising = 100;

// The sum of a load's bursts, at times that grow.
class Bursts {
 public:
  Bursts(const SeasonalLoad& load) : random_(load.seed, "seasonal", "bursts") {
    if (!load.bursts || load.bursts->perDay <= 0) return;
    shape_ = *load.bursts;
    rise_ = toSeconds(shape_.rise);
    decay_ = toSeconds(shape_.decay);
    next_ = random_.exponential(kDay / shape_.perDay);
  }

  double at(double time) {
    falling_ *= std::exp((last_ - time) / decay_);
    last_ = time;
    while (next_ <= time) {
      rising_.push_back({next_, height()});
      next_ += random_.exponential(kDay / shape_.perDay);
    }
    while (!rising_.empty() && rising_.front().begin + rise_ <= time) {
      falling_ +=
          rising_.front().height * std::exp((rising_.front().begin + rise_ - time) / decay_);
      rising_.pop_front();
    }
    double sum = falling_;
    for (const Burst& burst : rising_) sum += burst.height * (time - burst.begin) / rise_;
    return sum;
  }

 private:
  struct Burst {
    double begin;
    double height;
  };
  double height() {
    const double mean = shape_.median * std::sqrt(1 + shape_.cv * shape_.cv);
    return shape_.cv > 0 ? random_.logNormal(mean, shape_.cv) : shape_.median;
  }

  RandomStream random_;
  SeasonalBursts shape_;
  double rise_ = 0;
  double decay_ = 1;
  double next_ = std::numeric_limits<double>::infinity();
  double last_ = 0;
  double falling_ = 0;
  std::deque<Burst> rising_;
};

// The product of a load's random factors, interval by interval.
class Noise {
 public:
  Noise(const SeasonalLoad& load) {
    for (std::size_t i = 0; i < load.noise.size(); ++i) {
      const SeasonalNoise& noise = load.noise[i];
      if (noise.cv == 0) continue;
      const double deviation = std::sqrt(std::log1p(noise.cv * noise.cv));
      const double correlation = noise.memory > Duration::zero()
                                     ? std::exp(-toSeconds(load.interval) / toSeconds(noise.memory))
                                     : 0;
      Part part{RandomStream(load.seed, fmt::format("seasonal-{}", i), "noise"), correlation,
                deviation * std::sqrt(1 - correlation * correlation), 0};
      part.value = part.random.normal(0, deviation);
      halfVariance_ += deviation * deviation / 2;
      parts_.push_back(part);
    }
  }

  double next() {
    double sum = -halfVariance_;
    for (Part& part : parts_) {
      sum += part.value;
      part.value = part.correlation * part.value + part.random.normal(0, part.shock);
    }
    return std::exp(sum);
  }

 private:
  struct Part {
    RandomStream random;
    double correlation;
    double shock;
    double value;
  };
  std::vector<Part> parts_;
  double halfVariance_ = 0;
};

tl::unexpected<Error> bad(std::string where, double value, std::string valid) {
  return fail(ErrorKind::Invalid, std::move(where), fmt::format("found {}", value),
              std::move(valid));
}

Result<void> checkFactors(const char* name, const std::vector<double>& factors,
                          std::size_t wanted) {
  if (!factors.empty() && factors.size() != wanted) {
    return fail(ErrorKind::Invalid, name, fmt::format("{} factors", factors.size()),
                fmt::format("{}, or none", wanted));
  }
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (!(factors[i] >= 0)) return bad(fmt::format("{}[{}]", name, i), factors[i], "at least 0");
  }
  return {};
}

Result<void> checkBursts(const SeasonalBursts& bursts) {
  if (!(bursts.perDay >= 0 && bursts.perDay <= 1e5))
    return bad("bursts.perDay", bursts.perDay, "0 to 100000");
  if (!(bursts.median >= 0)) return bad("bursts.median", bursts.median, "at least 0");
  if (!(bursts.cv >= 0 && bursts.cv <= kMaxCv)) return bad("bursts.cv", bursts.cv, "0 to 100");
  if (bursts.rise < Duration::zero() || bursts.rise > std::chrono::hours(24))
    return bad("bursts.rise", toSeconds(bursts.rise), "0 s to a day");
  if (bursts.perDay * toSeconds(bursts.rise) > kMaxRising * kDay)
    return fail(ErrorKind::Invalid, "bursts.rise", "too many bursts rise at a time",
                fmt::format("{} on average at most", kMaxRising));
  if (bursts.decay <= Duration::zero())
    return bad("bursts.decay", toSeconds(bursts.decay), "above 0 s");
  return {};
}

Result<void> check(const SeasonalLoad& load, Duration length) {
  if (auto daily = checkFactors("daily", load.daily, 24); !daily) return daily;
  if (auto weekly = checkFactors("weekly", load.weekly, 7); !weekly) return weekly;
  if (!(load.level >= 0)) return bad("level", load.level, "at least 0");
  if (!std::isfinite(load.trend)) return bad("trend", load.trend, "a finite number");
  for (std::size_t i = 0; i < load.noise.size(); ++i) {
    const SeasonalNoise& noise = load.noise[i];
    if (!(noise.cv >= 0 && noise.cv <= kMaxCv))
      return bad(fmt::format("noise[{}].cv", i), noise.cv, "0 to 100");
    if (noise.memory < Duration::zero())
      return bad(fmt::format("noise[{}].memory", i), toSeconds(noise.memory), "at least 0 s");
  }
  if (load.bursts) {
    if (auto bursts = checkBursts(*load.bursts); !bursts) return bursts;
  }
  if (load.interval <= Duration::zero())
    return bad("interval", toSeconds(load.interval), "above 0 s");
  if (load.offset < Duration::zero() || load.offset > Intensity::kMaxLength)
    return bad("offset", toSeconds(load.offset), "0 s to 100 years");
  if (length <= Duration::zero())
    return fail(ErrorKind::Invalid, "length", "a load of no length", "a length above zero");
  if (length > Intensity::kMaxLength || (load.offset + length) / load.interval >= kMaxIntervals) {
    return fail(ErrorKind::Invalid, "interval",
                fmt::format("{} s are too short for {} s of load", toSeconds(load.interval),
                            toSeconds(length)),
                fmt::format("at most {} intervals, offset included", kMaxIntervals));
  }
  return {};
}

double factorOfHour(const SeasonalLoad& load, std::int64_t hour) {
  const auto inWeek = static_cast<std::size_t>((hour % 168 + 168) % 168);
  return (load.daily.empty() ? 1 : load.daily[inWeek % 24]) *
         (load.weekly.empty() ? 1 : load.weekly[inWeek / 24]);
}

}  // namespace

double seasonalRate(const SeasonalLoad& load, double seconds) {
  const double level = std::max(0.0, load.level + load.trend * seconds / kDay);
  if (load.daily.empty() && load.weekly.empty()) return level;
  const double hours = seconds / kHour - 0.5;
  const double before = std::floor(hours);
  const double share = hours - before;
  const auto hour = static_cast<std::int64_t>(before);
  return level * ((1 - share) * factorOfHour(load, hour) + share * factorOfHour(load, hour + 1));
}

Result<Intensity> intensityOf(const SeasonalLoad& load, Duration length) {
  if (auto checked = check(load, length); !checked) return tl::unexpected(checked.error());
  Bursts bursts(load);
  Noise noise(load);
  Intensity result;
  const Instant end = Instant{} + load.offset + length;
  const double half = toSeconds(load.interval) / 2;
  while (result.end() < end) {
    const double time = toSeconds(result.end() - Instant{}) + half;
    const double rate = seasonalRate(load, time) * noise.next() * (1 + bursts.at(time));
    if (auto appended = result.append(load.interval, rate); !appended) {
      appended.error().where = "level";
      return tl::unexpected(appended.error());
    }
  }
  return result.slice(Instant{} + load.offset, end);
}

}  // namespace evenkeel
