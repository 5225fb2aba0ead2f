#include "workload/load.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "workload/generators.h"

namespace evenkeel {
namespace {

Result<Intensity> scaledByTraining(const Intensity& trace, const TraceLoad& load) {
  if (!load.mean && !load.peak) return trace;
  if (load.mean && load.peak) {
    return fail(ErrorKind::Invalid, load.file, "both a mean and a peak to scale to", "one of them");
  }
  const Intensity training = trace.slice(Instant{}, trainingEnd(trace));
  const double have = load.mean ? training.mean() : training.peak();
  if (!(have > 0)) {
    return fail(ErrorKind::Invalid, load.file, "cannot be scaled: no requests in its first 60 %");
  }
  return trace.scaled((load.mean ? *load.mean : *load.peak) / have);
}

Result<Intensity> prepared(const RateTrace& trace, const TraceLoad& load) {
  return intensityOf(trace)
      .and_then([&](const Intensity& whole) { return scaledByTraining(whole, load); })
      .and_then([&](const Intensity& scaled) {
        return scaled.slice(Instant{} + load.offset, scaled.end()).stretched(load.stretch);
      });
}

}  // namespace

Result<Intensity> intensityOf(const RateTrace& trace) {
  Intensity intensity;
  const double perSecond = 1 / toSeconds(trace.interval);
  for (const double count : trace.counts) {
    if (auto appended = intensity.append(trace.interval, count * perSecond); !appended) {
      return tl::unexpected(appended.error());
    }
  }
  return intensity;
}

Result<Intensity> intensityOf(const TraceLoad& load, Duration length) {
  if (load.offset < Duration::zero()) {
    return fail(ErrorKind::Invalid, load.file, "a negative offset", "an offset of zero or more");
  }
  const auto trace = readRateTrace(load);
  if (!trace) return tl::unexpected(trace.error());
  auto whole = prepared(*trace, load);
  if (!whole) {
    if (whole.error().where.empty()) whole.error().where = load.file;
    return whole;
  }
  const Duration have = whole->end() - Instant{};
  if (have < length) {
    return fail(ErrorKind::Invalid, load.file,
                fmt::format("{} s of load after the offset, stretched, and {} s wanted",
                            toSeconds(have), toSeconds(length)),
                "a longer trace, a smaller offset or a shorter run");
  }
  return whole->slice(Instant{}, Instant{} + length);
}

Result<Intensity> intensityOf(const LoadShape& shape, Duration length) {
  return std::visit([&](const auto& load) { return intensityOf(load, length); }, shape);
}

Result<std::vector<Intensity>> intensitiesOf(const std::vector<Load>& loads, Duration length) {
  std::vector<Intensity> intensities;
  for (const Load& load : loads) {
    auto intensity = intensityOf(load.shape, length);
    if (!intensity) return tl::unexpected(intensity.error());
    intensities.push_back(std::move(*intensity));
  }
  return intensities;
}

}  // namespace evenkeel
