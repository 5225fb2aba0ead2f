// evenkeel replay: a recorded run through the same loop again.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "description/application_text.h"
#include "description/read_scenario.h"
#include "evaluation/open_loop.h"
#include "evaluation/replay.h"
#include "knowledge/log_reader.h"
#include "model/policy_call.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/policy_set.h"
#include "program/value_type.h"
#include "view/figures.h"
#include "view/text_layout.h"
#include "view/words.h"

namespace evenkeel::program {
namespace {

struct ReplayOptions {
  std::string log;
  std::string policy;
  bool all = false;
};

// What the runs of a log were made of; keeps the policies that it made.
class RunWorkshop {
 public:
  explicit RunWorkshop(const ReplayOptions& options) : options_(options) {}

  Result<evaluation::RunParts> operator()(const record::RunStarted& started) {
    if (started.world == "history")
      return fail(ErrorKind::Invalid, options_.log,
                  "was made of a history: there are no inputs in it to be replayed",
                  "the log of a run or of an agent");
    auto applications = applicationsOf(started);
    if (!applications) return tl::unexpected(applications.error());
    const auto calls = callsOf(started);
    if (!calls) return tl::unexpected(calls.error());
    std::optional<PolicyCall> fallback;
    if (!started.fallback.empty()) {
      auto call = parsePolicyCall(started.fallback);
      if (!call) return tl::unexpected(call.error());
      fallback = std::move(*call);
    }
    auto set = makePolicies(*calls, fallback);
    if (!set) return tl::unexpected(set.error());
    made_.push_back(std::move(*set));
    for (Application& application : *applications) adjust(application);
    const auto readApplication = [this](std::string_view text) {
      Result<Application> application = readApplicationText(text);
      if (application) adjust(*application);
      return application;
    };
    return evaluation::RunParts{std::move(*applications), made_.back().bound, made_.back().fallback,
                                policyOfCall, readApplication};
  }

 private:
  // Of a scenario; else the log describes them.
  Result<std::vector<Application>> applicationsOf(const record::RunStarted& started) const {
    if (started.scenario.empty()) return std::vector<Application>{};
    ReadOptions lenient;
    lenient.tracesMustExist = false;
    ReadResult read = readScenarioText(started.scenario, options_.log + " (scenario)", lenient);
    if (read.ok()) return std::move(read.scenario.applications);
    return fail(ErrorKind::Invalid, options_.log,
                "the scenario in it cannot be read: " + read.diagnostics.front().text());
  }

  // Another policy decides for all of them.
  void adjust(Application& application) const {
    if (options_.policy.empty()) return;
    for (Component& component : application.components) component.policies.clear();
  }

  Result<std::vector<PolicyCall>> callsOf(const record::RunStarted& started) const {
    if (!options_.policy.empty()) return parsePolicyCalls(options_.policy);
    std::vector<PolicyCall> calls;
    for (const std::string& text : started.policies) {
      auto call = parsePolicyCall(text);
      if (!call) return tl::unexpected(call.error());
      calls.push_back(std::move(*call));
    }
    return calls;
  }

  const ReplayOptions& options_;
  std::vector<PolicySet> made_;
};

void printDamage(const ReplayOptions& options, const std::string& damage) {
  if (damage.empty()) return;
  fmt::print(stderr, "evenkeel: {}: {}\n", options.log, view::printable(damage));
}

ExitCode replaySame(LogReader& log, const ReplayOptions& options) {
  RunWorkshop workshop(options);
  const auto result = evaluation::replay(log, std::ref(workshop));
  if (!result) return report(result.error());
  printDamage(options, result->damage);
  const std::string what =
      fmt::format("{}, {}", view::count(static_cast<std::int64_t>(result->inputs), "input"),
                  view::count(static_cast<std::int64_t>(result->decisions), "decision"));
  if (result->from) {
    fmt::print("The log's beginning was deleted to keep it small: replayed from {} on\n",
               view::clock(*result->from));
  }
  if (!result->divergence) {
    fmt::print("{}: all {} came out the same{}\n", what,
               view::count(static_cast<std::int64_t>(result->compared), "record"),
               result->cutAt ? fmt::format(", up to where the recording ends (in the middle of the "
                                           "step at {})",
                                           view::clock(*result->cutAt))
                             : "");
    return result->damage.empty() ? ExitCode::Ok : ExitCode::BadInput;
  }
  fmt::print("{}: differs from {} on, at record {}\n  recorded: {}\n  replayed: {}\n", what,
             view::clock(result->divergence->time), result->divergence->position,
             view::printable(result->divergence->recorded),
             view::printable(result->divergence->replayed));
  return ExitCode::No;
}

std::string whatItDoes(const record::Guarded& guarded) {
  std::string text;
  for (const Action& action : guarded.actions) {
    for (const Setting& setting : action.settings) {
      text += (text.empty() ? "" : ", ") + view::knobValue(setting.knob, setting.value);
    }
  }
  return text.empty() ? "hold" : text;
}

// Only what differs is printed, and of that the first few, unless all is asked for.
ExitCode replayOther(LogReader& log, const ReplayOptions& options) {
  constexpr std::uint64_t kFew = 12;
  std::uint64_t different = 0;
  RunWorkshop workshop(options);
  const auto result =
      evaluation::replayOpenLoop(log, std::ref(workshop), [&](const evaluation::OpenLoopRow& row) {
        const std::string proposed = whatItDoes(row.allowed);
        const std::string recorded =
            row.recorded.empty() ? "nothing" : whatItDoes(row.recorded.front());
        if (proposed == recorded || (++different > kFew && !options.all)) return;
        fmt::print("{}  {}: {} would have asked for {}; recorded: {}\n", view::clock(row.time),
                   view::printable(row.scope), view::printable(row.policy), proposed, recorded);
      });
  if (!result) return report(result.error());
  printDamage(options, result->damage);
  if (different > kFew && !options.all) {
    fmt::print("… and {} more (--all lists them)\n", different - kFew);
  }
  fmt::print("{} of {} differ.{}\n", different,
             view::count(static_cast<std::int64_t>(result->rows), "decision"),
             different == 0
                 ? ""
                 : " What it proposed was not done: it saw what came of the\n"
                   "recorded decisions. Guardrails that count its own changes (cool-down, "
                   "churn) had none\nto count, so even the same policy may differ there.");
  return result->damage.empty() ? ExitCode::Ok : ExitCode::BadInput;
}

ExitCode replay(const ReplayOptions& options) {
  auto log = LogReader::open(options.log);
  if (!log) return report(log.error());
  return options.policy.empty() ? replaySame(*log, options) : replayOther(*log, options);
}

}  // namespace

void addReplay(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command =
      app.add_subcommand("replay", "Feed a run's log to the loop again, and compare");
  command->add_option("RUN", options->log, "log of a run")->required()->type_name(kFileType);
  command->add_option("--policy", options->policy, "what another would have asked for")
      ->check(CLI::Validator(policyCallsFault, kPoliciesType));
  command->add_flag("--all", options->all, "with --policy: every decision that differs");
  command->footer(
      "Examples:\n  evenkeel replay evenkeel-demo-1.evk\n"
      "  evenkeel replay evenkeel-demo-1.evk --policy 'hpa(cpu=70)'");
  command->callback([options, &chosen] { chosen = [options] { return replay(*options); }; });
}

}  // namespace evenkeel::program
