#include "workload/load.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "workload/generators.h"
#include "workload/mmpp.h"
#include "workload/seasonal.h"

namespace evenkeel {
namespace {

Result<Intensity> scaledByTraining(const Intensity& played, const TraceLoad& load) {
  if (!load.mean && !load.peak) return played;
  if (load.mean && load.peak) {
    return fail(ErrorKind::Invalid, load.file, "both a mean and a peak to scale to", "one of them");
  }
  const Intensity training = played.slice(Instant{}, trainingEnd(played));
  const double have = load.mean ? training.mean() : training.peak();
  if (!(have > 0)) {
    return fail(ErrorKind::Invalid, load.file,
                "cannot be scaled: no requests in the first 60 % of the run",
                "another offset or duration, or neither mean nor peak");
  }
  return played.scaled((load.mean ? *load.mean : *load.peak) / have);
}

// `length` of it from the offset on, stretched.
Result<Intensity> played(const Intensity& trace, const TraceLoad& load, Duration length) {
  const auto rest = trace.slice(Instant{} + load.offset, trace.end()).stretched(load.stretch);
  if (!rest) return rest;
  const Duration have = rest->end() - Instant{};
  if (have < length) {
    return fail(ErrorKind::Invalid, load.file,
                fmt::format("{} s of load after the offset, stretched, and {} s wanted",
                            toSeconds(have), toSeconds(length)),
                "a longer trace, a smaller offset or a shorter run");
  }
  return rest->slice(Instant{}, Instant{} + length);
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
  auto intensity =
      intensityOf(*trace)
          .and_then([&](const Intensity& whole) { return played(whole, load, length); })
          .and_then([&](const Intensity& part) { return scaledByTraining(part, load); });
  if (!intensity && intensity.error().where.empty()) intensity.error().where = load.file;
  return intensity;
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
