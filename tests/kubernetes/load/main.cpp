// An open-loop load: the requests of a scenario's load, sent to real servers.
//
//   load SCENARIO --targets FILE [--application NAME] [--path /] [--timeout 10s] [--interval 10s]
//
// Arrivals are those that the simulated world draws from the same scenario and seed, fixed before
// the first answer comes: nobody waits for a slow server before sending the next, and a response
// time runs from when a request was due. Standard output: CSV, a line an interval; the last line of
// standard error: all of it, as JSON. `sent_late_ms` says by how much this program itself was late.
#include <fmt/core.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/time_text.h"
#include "description/read_scenario.h"
#include "report.h"
#include "requests.h"
#include "targets.h"
#include "workload/arrival_process.h"
#include "workload/load.h"

namespace evenkeel::load {
namespace {

constexpr Duration kRead = 1s;  // between two readings of the targets

struct Options {
  std::string scenario;
  std::string application;  // empty: the first load
  std::string targets;
  std::string path = "/";
  Duration timeout = 10s;
  Duration interval = 10s;
};

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

CLI::Validator duration(Duration& value) {
  return CLI::Validator(
      [&value](const std::string& text) -> std::string {
        const auto parsed = parseDuration(text);
        if (!parsed) return parsed.error().text();
        if (*parsed <= Duration::zero()) return text + ": not longer than zero";
        value = *parsed;
        return {};
      },
      "DURATION");
}

int main(int count, char** arguments) {
  Options options;
  std::string timeout;
  std::string interval;
  CLI::App app("An open-loop load from a scenario, sent to real servers");
  app.add_option("SCENARIO", options.scenario, "its load, duration and seed are played")
      ->required();
  app.add_option("--targets", options.targets, "file of ADDRESS:PORT lines, read anew every second")
      ->required();
  app.add_option("--application", options.application, "whose load (default: the first)");
  app.add_option("--path", options.path, "what is asked for (default: /)");
  app.add_option("--timeout", timeout, "from when a request was due (default: 10s)")
      ->check(duration(options.timeout));
  app.add_option("--interval", interval, "of the figures (default: 10s)")
      ->check(duration(options.interval));
  CLI11_PARSE(app, count, arguments);
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  if (const auto done = play(options); !done) {
    fmt::print(stderr, "load: {}\n", done.error().text());
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace evenkeel::load

int main(int count, char** arguments) {
  return evenkeel::load::main(count, arguments);
}
