// evenkeel explain: decisions of a run's log, in words.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "base/text.h"
#include "evaluation/story_collector.h"
#include "knowledge/log_reader.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "view/explanation.h"
#include "view/figures.h"

namespace evenkeel::program {
namespace {

using evaluation::StoryCollector;
using evaluation::StoryQuery;

struct ExplainOptions {
  std::string log;
  std::string at;
  std::string component;
};

// The damage that ended the reading, if any did.
Result<std::optional<Error>> readInto(StoryCollector& collector, const std::string& path) {
  auto log = LogReader::open(path);
  if (!log) return tl::unexpected(log.error());
  while (true) {
    const auto entry = log->next();
    if (!entry) return std::optional(entry.error());
    if (!*entry || !collector.read((*entry)->record)) return std::optional<Error>();
  }
}

ExitCode unknownComponent(const StoryCollector& collector, const std::string& name) {
  const std::vector<std::string> known = collector.scopes();
  const auto near = nearestName(name, known);
  return report({ErrorKind::NotFound, "--component",
                 fmt::format("{} was not decided for in this run", quotedForPeople(name)),
                 near ? "did you mean " + *near : joinedByOr(known)});
}

// Of a line.
std::size_t width() {
  return ::isatty(STDOUT_FILENO) == 1 ? std::clamp<std::size_t>(screenSize().columns, 40, 100)
                                      : 100;
}

void printOverview(const StoryCollector& collector, const ExplainOptions& options) {
  const auto stories = collector.stories();
  const auto& started = collector.started();
  const auto name = started ? started->notes.find("scenario")
                            : std::map<std::string, std::string>::const_iterator{};
  if (started) {
    fmt::print("{}run of {}, policy {}, seed {}: ", started->acting ? "" : "observing ",
               name != started->notes.end() ? name->second : started->world,
               fmt::join(started->policies, ","), started->seed);
  }
  fmt::print("{} up to {}, {} changed something{}\n\n",
             view::count(static_cast<std::int64_t>(collector.decisions()), "decision"),
             view::clock(collector.last()), collector.changes(),
             collector.ended().empty()          ? "; the record does not say how it ended"
             : collector.ended() == "completed" ? ""
                                                : "; " + collector.ended());
  const auto held = collector.held();
  if (stories.empty() && held.empty()) return;
  if (stories.size() < collector.changes()) {
    fmt::print("The last {} of them:\n", stories.size());
  }
  std::fputs(view::overview(stories, held, width()).c_str(), stdout);
  const evaluation::Story& asked = stories.empty() ? held.back().first : stories.back();
  fmt::print("\nAsk about one: evenkeel explain {} --at {} --component {}\n", options.log,
             view::clock(asked.time).find(' ') == std::string::npos
                 ? view::clock(asked.time)
                 : "'" + view::clock(asked.time) + "'",
             asked.scope);
}

void printDecisions(const StoryCollector& collector, Instant at) {
  const auto stories = collector.stories();
  if (stories.empty()) {
    if (collector.firstDecision()) {
      fmt::print("No decision had been taken by {}; the first was at {}.\n", view::clock(at),
                 view::clock(*collector.firstDecision()));
    } else {
      fmt::print("No decision was taken in this run.\n");
    }
    return;
  }
  if (at > collector.last())
    fmt::print("The record ends at {}.\n\n", view::clock(collector.last()));
  for (std::size_t i = 0; i < stories.size(); ++i) {
    fmt::print("{}{}", i > 0 ? "\n" : "",
               view::explanation(stories[i], std::min<std::size_t>(width(), 80)));
  }
}

ExitCode explain(const ExplainOptions& options) {
  StoryQuery query;
  if (!options.at.empty()) query.at = *parseRunTime(options.at);
  query.component = options.component;
  StoryCollector collector(query);
  const auto damage = readInto(collector, options.log);
  if (!damage) return report(damage.error());
  if (!options.component.empty() && collector.decisions() == 0 && !collector.scopes().empty()) {
    return unknownComponent(collector, options.component);
  }
  if (query.at) {
    printDecisions(collector, *query.at);
  } else {
    printOverview(collector, options);
  }
  if (*damage) return report(**damage);
  return ExitCode::Ok;
}

}  // namespace

void addExplain(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand("explain", "Say why a run's decisions were taken");
  command->add_option("RUN", options->log, "log of a run")->required();
  command->add_option("--at", options->at, "the decision in force then: 12m30s or 00:12:30")
      ->check(CLI::Validator(runTimeFault, "TIME"));
  command->add_option("--component", options->component,
                      "of this component only: shop/cart, cart, or a whole application");
  command->footer(
      "Examples:\n  evenkeel explain evenkeel-demo-1.evk\n"
      "  evenkeel explain evenkeel-demo-1.evk --at 00:12:30 --component cart");
  command->callback([options, &chosen] { chosen = [options] { return explain(*options); }; });
}

}  // namespace evenkeel::program
