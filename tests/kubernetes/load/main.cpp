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
#include <string>

#include "base/time_text.h"
#include "play.h"

namespace evenkeel::load {
namespace {

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
