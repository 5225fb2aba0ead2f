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
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/time_text.h"
#include "evaluation/sighting_collector.h"
#include "evaluation/story_collector.h"
#include "knowledge/log_reader.h"
#include "kubernetes/cluster_inventory.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "program/undecided.h"
#include "program/value_type.h"
#include "view/explanation.h"
#include "view/figures.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

using evaluation::Sighting;
using evaluation::SightingCollector;
using evaluation::StoryCollector;
using evaluation::StoryQuery;

struct ExplainOptions {
  std::string log;
  std::string at;
  std::string from;
  std::string to;
  std::string component;
};

// What a log says: decisions, and the components that there are.
struct Told {
  StoryCollector collector;
  SightingCollector sightings;

  std::set<std::string> names() const {
    std::set<std::string> all = sightings.names();
    for (const std::string& scope : collector.scopes()) all.insert(scope);
    return all;
  }
};

// The damage that ended the reading, if any did. Who has not been seen by then may come later.
Result<std::optional<Error>> readInto(Told& told, const std::string& path) {
  auto log = LogReader::open(path);
  if (!log) return tl::unexpected(log.error());
  while (true) {
    const auto entry = log->next();
    if (!entry) return std::optional(entry.error());
    if (!*entry) return std::optional<Error>();
    told.sightings.see((*entry)->record);
    if (!told.collector.read((*entry)->record) && told.sightings.hasSome())
      return std::optional<Error>();
  }
}

ExitCode unknownComponent(const std::set<std::string>& known, const std::string& name) {
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
  constexpr std::size_t kMost = 8;  // of names that are listed
  std::string valid = joinedByOr({known.begin(), known.end()});
  if (known.size() > kMost)
    valid = fmt::format("one of {} components, as {}", known.size(), *known.begin());
  return report({ErrorKind::NotFound, "--component",
                 fmt::format("there is no {} in this log", quotedForPeople(name)),
                 near ? "did you mean " + meant.at(*near) : valid});
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

// What is known of components that nobody had decided on.
void printUndecided(const std::vector<Sighting>& undecided, const StoryCollector& collector,
                    Instant at) {
  const record::RunStarted started = collector.started().value_or(record::RunStarted());
  for (const Sighting& one : undecided) {
    const bool isKnown = one.first <= at && started.world != "history";
    fmt::print("{}{}", &one == &undecided.front() ? "" : "\n",
               view::undecided(one.name, at, isKnown ? std::optional(one.state) : std::nullopt,
                               whyUndecided(one, started, at), std::min<std::size_t>(width(), 80)));
  }
}

// Those on which nobody has decided: of the one that was asked for, else in one line. The log of a
// history has not all decisions.
void printWithout(const Told& told, const ExplainOptions& options) {
  const auto& started = told.collector.started();
  if (started && started->world == "history" && options.component.empty()) return;
  std::vector<Sighting> undecided = told.sightings.sightings();
  std::erase_if(undecided, [&](const Sighting& one) {
    return isDecided(one) || (options.component.empty() && one.gone);
  });
  if (undecided.empty()) return;
  if (!options.component.empty())
    return printUndecided(undecided, told.collector, told.collector.last());
  fmt::print("\nNobody decided on {}. Why: evenkeel explain {} --component {}\n",
             view::count(static_cast<std::int64_t>(undecided.size()), "component"), options.log,
             view::printable(undecided.front().name));
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

// Those on which nobody had decided by then; of those that were not there only what was asked for.
std::vector<Sighting> undecidedAt(const Told& told, const std::vector<evaluation::Story>& stories,
                                  const ExplainOptions& options, Instant at) {
  std::vector<Sighting> undecided = told.sightings.sightings();
  std::erase_if(undecided, [&](const Sighting& one) {
    const bool isThere = one.first <= at && !one.gone;
    if (!isThere) return options.component.empty();
    return std::any_of(stories.begin(), stories.end(), [&](const evaluation::Story& story) {
      return story.policy != kubernetes::kSizes &&
             (story.scope == one.name || story.scope == one.name.substr(0, one.name.find('/')));
    });
  });
  return undecided;
}

void printDecisions(const Told& told, const ExplainOptions& options, Instant at) {
  const StoryCollector& collector = told.collector;
  const auto stories = collector.stories();
  if (stories.empty() && collector.firstDecision() > at) {
    fmt::print("No decision had been taken by {}; the first was at {}.\n", view::clock(at),
               view::clock(*collector.firstDecision()));
    return;
  }
  const auto undecided = undecidedAt(told, stories, options, at);
  if (stories.empty() && undecided.empty()) fmt::print("No decision was taken in this run.\n");
  if (at > collector.last())
    fmt::print("The record ends at {}.\n\n", view::clock(collector.last()));
  for (std::size_t i = 0; i < stories.size(); ++i) {
    fmt::print("{}{}", i > 0 ? "\n" : "",
               view::explanation(stories[i], std::min<std::size_t>(width(), 80)));
  }
  if (!stories.empty() && !undecided.empty()) fmt::print("\n");
  printUndecided(undecided, collector, std::min(at, collector.last()));
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
  Told told{StoryCollector(query), {query.at.value_or(Instant::max()), options.component}};
  const auto damage = readInto(told, options.log);
  if (!damage) return report(damage.error());
  const std::set<std::string> names = told.names();
  const bool isNowhere = told.collector.decisions() == 0 && !told.sightings.hasSome();
  if (!options.component.empty() && isNowhere && !names.empty())
    return unknownComponent(names, options.component);
  if (query.at) {
    printDecisions(told, options, *query.at);
  } else {
    printOverview(told.collector, options);
    printWithout(told, options);
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
