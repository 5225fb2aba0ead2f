#include "play.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "description/read_scenario.h"
#include "report.h"
#include "requests.h"
#include "targets.h"
#include "workload/arrival_process.h"
#include "workload/load.h"

namespace evenkeel::load {
namespace {

constexpr Duration kRead = 1s;  // between two readings of the targets

Result<ArrivalProcess> arrivalsOf(const Options& options) {
  ReadOptions reading;
  if (const char* data = std::getenv("EVENKEEL_DATA")) reading.dataDirectory = data;
  const ReadResult read = readScenario(options.scenario, reading);
  for (const Diagnostic& diagnostic : read.diagnostics)
    fmt::print(stderr, "{}\n", diagnostic.text());
  if (!read.ok()) return fail(ErrorKind::Invalid, options.scenario, "is no valid scenario");
  for (const Load& load : read.scenario.loads) {
    if (!options.application.empty() && load.application != options.application) continue;
    auto intensity = intensityOf(load.shape, read.scenario.duration);
    if (!intensity) return tl::unexpected(intensity.error());
    return ArrivalProcess(std::move(*intensity), load.noise, read.scenario.seed, load.application);
  }
  return fail(ErrorKind::NotFound, options.scenario,
              "has no load for '" + options.application + "'");
}

}  // namespace

Result<void> play(const Options& options) {
  auto arrivals = arrivalsOf(options);
  if (!arrivals) return tl::unexpected(arrivals.error());
  Targets targets(options.targets);
  if (auto read = targets.read(); !read) return read;

  const auto begin = std::chrono::steady_clock::now();
  const auto clock = [begin] { return Instant(std::chrono::steady_clock::now() - begin); };
  Report report(options.interval);
  Requests requests(options.path, options.timeout,
                    [&report](Instant due, Outcome outcome, Instant now) {
                      report.record(due, outcome, now - due);
                    });
  Instant due = arrivals->next();
  Instant read{};
  while (due != Instant::max() || requests.underWay() > 0) {
    const Instant now = clock();
    if (now - read >= kRead) {
      read = now;
      if (auto again = targets.read(); !again) fmt::print(stderr, "{}\n", again.error().text());
    }
    for (; due <= now; due = arrivals->next()) {
      report.sentLate(due, now - due);
      if (const Address* target = targets.next()) {
        requests.send(*target, due, now);
      } else {
        report.record(due, Outcome::NoTarget, {});
      }
    }
    requests.wait(std::clamp<Duration>(due - now, Duration::zero(), 20ms), clock);
  }
  fmt::print("{}", report.intervals());
  fmt::print(stderr, "{}\n", report.summary());
  return {};
}

}  // namespace evenkeel::load
