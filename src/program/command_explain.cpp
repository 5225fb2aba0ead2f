// evenkeel explain: decisions of a run's log, in words.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "base/text.h"
#include "base/time_text.h"
#include "evaluation/story_collector.h"
#include "knowledge/log_reader.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "view/explanation.h"
#include "view/figures.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

using evaluation::StoryCollector;
using evaluation::StoryQuery;

struct ExplainOptions {
  std::string log;
  std::string at;
  std::string from;
  std::string to;
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
  std::map<std::string, std::string> meant;  // by how it may be called: shop/cart, cart, shop
  for (const std::string& scope : known) {
    const std::size_t slash = scope.find('/');
    meant.emplace(scope, scope);
    meant.emplace(scope.substr(slash + 1), scope);
    meant.emplace(scope.substr(0, slash), scope.substr(0, slash));
  }
  std::vector<std::string> names;
  for (const auto& [called, scope] : meant) names.push_back(called);
  const auto near = nearestName(name, names);
  return report({ErrorKind::NotFound, "--component",
                 fmt::format("{} was not decided for in this run", quotedForPeople(name)),
                 near ? "did you mean " + meant.at(*near) : joinedByOr(known)});
}

// Of a line.
std::size_t width() {
  return ::isatty(STDOUT_FILENO) == 1 ? std::clamp<std::size_t>(screenSize().columns, 40, 100)
                                      : 100;
}

void printCounts(const evaluation::DecisionCounts& counts, const std::string& of) {
  fmt::print("{}{}, {} changed something",
             view::count(static_cast<std::int64_t>(counts.decisions), "decision"), of,
             counts.changes);
}

// " from 00:10:00 to 00:20:00", as far as the user said.
std::string partText(const ExplainOptions& options) {
  std::string text;
  if (!options.from.empty()) text += " from " + view::clock(*parseRunTime(options.from));
  if (!options.to.empty()) text += " to " + view::clock(*parseRunTime(options.to));
  return text;
}

std::string noteOf(const record::RunStarted& started, const std::string& name) {
  const auto note = started.notes.find(name);
  return note == started.notes.end() ? started.world : note->second;
}

// "run of step, policy hpa(cpu=60), seed 1: "
std::string runText(const record::RunStarted& started) {
  return fmt::format("{}run of {}{}, policy {}, seed {}: ", started.acting ? "" : "observing ",
                     noteOf(started, "scenario"),
                     started.world == "fluid" ? " as a fluid (an estimate)" : "",
                     fmt::join(started.policies, ","), started.seed);
}

// "played over the history of http://prometheus:9090 since 2026-11-30T09:10:02Z: ", and
// "agent on testbed (kubernetes) since 2026-11-30T09:10:02Z, started 2 times: "
std::string agentText(const StoryCollector& collector, const record::RunStarted& started) {
  std::string text =
      started.world == "history"
          ? "played over the history of " + noteOf(started, "prometheus")
          : fmt::format("agent on {} ({})", noteOf(started, "cluster"), started.world);
  if (collector.begun()) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*collector.begun());
    text += " since " + timestampText(WallTime(seconds.time_since_epoch()));
  }
  if (collector.lives() > 1) text += fmt::format(", started {} times", collector.lives());
  return text + ": ";
}

void printOverview(const StoryCollector& collector, const ExplainOptions& options) {
  const auto stories = collector.stories();
  if (const auto& started = collector.started()) {
    fmt::print("{}", view::printable(started->scenario.empty() ? agentText(collector, *started)
                                                               : runText(*started)));
  }
  printCounts(collector.total(), " up to " + view::clock(collector.last()));
  fmt::print("{}\n", collector.ended().empty()          ? "; the record does not say how it ended"
                     : collector.ended() == "completed" ? ""
                                                        : "; " + collector.ended());
  const auto held = collector.held();
  const std::string part = partText(options);
  if (!options.from.empty() && *parseRunTime(options.from) > collector.last()) {
    fmt::print("The record ends at {}.\n", view::clock(collector.last()));
  } else if (!part.empty()) {
    printCounts(collector.part(), part);
    fmt::print("\n");
  }
  fmt::print("\n");
  if (stories.empty() && held.empty()) {
    if (!part.empty()) fmt::print("Nothing was changed or held back{}.\n", part);
    return;
  }
  if (stories.size() == StoryQuery{}.limit && stories.size() < collector.part().changes)
    fmt::print("The last {} changes{}:\n", stories.size(), part);
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
  if (!options.from.empty()) query.from = *parseRunTime(options.from);
  if (!options.to.empty()) query.to = *parseRunTime(options.to);
  if (query.from > query.to) {
    return report({ErrorKind::Invalid, "--to",
                   view::clock(query.to) + " is before --from " + view::clock(query.from),
                   "a later time"});
  }
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
  command->add_option("RUN", options->log, "log of a run")->required()->type_name(kFileType);
  const CLI::Validator time(runTimeFault, "TIME");
  CLI::Option* at =
      command->add_option("--at", options->at, "the decision in force then: 12m30s or 00:12:30")
          ->check(time);
  command->add_option("--from", options->from, "changes from then on")->check(time)->excludes(at);
  command->add_option("--to", options->to, "changes up to then")->check(time)->excludes(at);
  command->add_option("--component", options->component,
                      "of one only: shop/cart, cart or an application");
  command->footer(
      "Examples:\n  evenkeel explain evenkeel-demo-1.evk\n"
      "  evenkeel explain evenkeel-demo-1.evk --at 00:12:30 --component cart\n"
      "  evenkeel explain evenkeel-demo-1.evk --from 10m --to 20m");
  command->callback([options, &chosen] { chosen = [options] { return explain(*options); }; });
}

}  // namespace evenkeel::program
