// evenkeel tune: a policy's parameters searched on the training part of a scenario, and judged on
// the rest.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/thread_pool.h"
#include "evaluation/bounds/clairvoyant.h"
#include "evaluation/tune.h"
#include "program/commands.h"
#include "program/distinct_files.h"
#include "program/inputs.h"
#include "program/output_file.h"
#include "program/policy_list.h"
#include "program/policy_set.h"
#include "program/run_progress.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "view/comparison.h"
#include "view/tuning.h"

namespace evenkeel::program {
namespace {

using evaluation::Part;
using evaluation::Tuning;
using simulation::Detail;

struct TuneOptions {
  std::string scenario;
  std::string policy;
  std::vector<std::string> vary;
  double most = 1;
  std::uint64_t seeds = 3;
  std::uint64_t judgeSeeds = 6;
  std::size_t threads = ThreadPool::available();
  std::string json;
  bool requests = false;
};

Result<std::vector<evaluation::ParameterRange>> rangesOf(const TuneOptions& options) {
  std::vector<evaluation::ParameterRange> ranges;
  for (const std::string& text : options.vary) {
    auto range = evaluation::ParameterRange::parse(text);
    if (!range) return tl::unexpected(range.error());
    for (const auto& other : ranges) {
      if (other.name() == range->name())
        return fail(ErrorKind::Invalid, text, "the parameter is varied twice", "one range each");
    }
    ranges.push_back(std::move(*range));
  }
  return ranges;
}

Result<Tuning> search(const evaluation::TuneSetup& setup, const char* what) {
  RunProgress count(what);
  return evaluation::tune(
      setup, [&](std::size_t done) { count(done); }, [] { return interrupted(); });
}

// What was found, what was given and the bound, side by side on the rest of the time.
Result<evaluation::Comparison> judge(const evaluation::TuneSetup& setup,
                                     const std::vector<PolicyCall>& calls,
                                     const TuneOptions& options) {
  evaluation::ComparisonSetup comparison;
  comparison.scenario = setup.scenario;
  comparison.fallback = setup.fallback;
  comparison.policyOfCall = policyOfCall;
  comparison.part = Part::Test;
  comparison.seeds = options.judgeSeeds;
  comparison.threads = options.threads;
  std::vector<std::unique_ptr<Policy>> policies;
  for (const PolicyCall& call : calls) {
    auto policy = setup.make(call);
    if (!policy) return tl::unexpected(policy.error());
    comparison.contenders.push_back({call.text, {{call.text, policy->get()}}});
    policies.push_back(std::move(*policy));
  }
  if (evaluation::checkBounded(setup.scenario)) {
    comparison.contenders.push_back(
        {std::string(evaluation::kClairvoyant), {}, evaluation::Bound::B1c});
  }
  RunProgress count("judging",
                    comparison.contenders.size() * static_cast<std::size_t>(comparison.seeds));
  return evaluation::compare(
      comparison, [&](std::size_t done) { count(done); }, [] { return interrupted(); });
}

// The values that would have been best there, and all that is to be compared.
ExitCode judgeOnTheRest(view::TuningReport& told, evaluation::TuneSetup setup,
                        const TuneOptions& options) {
  setup.part = Part::Test;
  auto test = search(setup, "on the test");
  if (interrupted()) return interruptedEnd();
  if (!test) return report(test.error());
  const PolicyCall onPast = told.past.trials[told.past.best].call;
  const PolicyCall onTest = test->trials[test->best].call;
  fmt::print("Tuned on the test: {} (a rule that nobody could have had)\n\n", onTest.text);

  std::vector<PolicyCall> calls{onPast};
  for (const PolicyCall& one : {onTest, setup.call}) {
    if (one.parameters != calls.front().parameters && one.parameters != calls.back().parameters)
      calls.push_back(one);
  }
  auto judged = judge(setup, calls, options);
  if (interrupted()) return interruptedEnd();
  if (!judged) return report(judged.error());
  std::fputs(view::comparisonTables(*judged).c_str(), stdout);
  if (const auto bounded = evaluation::checkBounded(setup.scenario); !bounded) {
    fmt::print("\nWithout clairvoyant beside it: {}\n", bounded.error().what);
  }
  told.test = std::move(*test);
  told.judged = std::move(*judged);
  return ExitCode::Ok;
}

Result<PolicyCall> onePolicy(const std::string& text) {
  const auto teams = parsePolicyTeams(text);
  if (!teams) return tl::unexpected(teams.error());
  if (teams->size() != 1 || teams->front().calls.size() != 1)
    return fail(ErrorKind::Invalid, "--policy",
                "found several policies in " + quotedForPeople(text),
                "tune takes one policy, such as " + teams->front().calls.front().text);
  return teams->front().calls.front();
}

ExitCode tunePolicy(const TuneOptions& options) {
  const std::vector<NamedFile> files{{"SCENARIO", options.scenario}, {"--json", options.json}};
  if (const auto distinct = checkDistinct(files); !distinct) return report(distinct.error());
  auto scenario = readScenarioOrReport(options.scenario);
  if (!scenario) return ExitCode::BadInput;
  const auto call = onePolicy(options.policy);
  if (!call) return report(call.error());
  auto ranges = rangesOf(options);
  if (!ranges) return report(ranges.error());
  const auto fallback = makePolicies({&*call, 1}, scenario->fallback);
  if (!fallback) return report(fallback.error());
  std::optional<OutputFile> json;
  if (!options.json.empty()) {
    auto opened = OutputFile::open(options.json);
    if (!opened) return report(opened.error());
    json.emplace(std::move(*opened));
  }

  evaluation::TuneSetup setup;
  setup.scenario = std::move(*scenario);
  setup.call = *call;
  setup.ranges = std::move(*ranges);
  setup.make = [](const PolicyCall& one) { return makePolicy(one, policyList()); };
  setup.fallback = fallback->fallback;
  setup.detail = options.requests ? Detail::Requests : Detail::Fluid;
  setup.seeds = options.seeds;
  setup.threads = options.threads;
  setup.mostOver = options.most;

  catchInterrupts();
  auto past = search(setup, "on the past");
  if (interrupted()) return interruptedEnd();
  if (!past) return report(past.error());
  std::fputs(view::tuningTable(*past, setup).c_str(), stdout);
  fmt::print("\nTuned on the past: {}\n", past->trials[past->best].call.text);
  view::TuningReport told{std::move(*past), {}, {}};
  if (options.judgeSeeds > 0) {
    if (const ExitCode ended = judgeOnTheRest(told, setup, options); ended != ExitCode::Ok)
      return ended;
  }
  if (json) {
    if (const auto done = json->commit(view::tuningJson(told, setup)); !done)
      return report(done.error());
  }
  return ExitCode::Ok;
}

}  // namespace

void addTune(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<TuneOptions>();
  CLI::App* command =
      app.add_subcommand("tune", "Search a policy's parameters on a scenario's past");
  command->add_option("SCENARIO", options->scenario, "scenario file")
      ->required()
      ->type_name(kFileType);
  command->add_option("--policy", options->policy, "to tune: 'hpa(cpu=60)'")
      ->required()
      ->type_name(kPoliciesType);
  command->add_option("--vary", options->vary, "a parameter and its values, one or several times")
      ->required()
      ->take_all();
  command
      ->add_option("--most-over", options->most, "percent of windows that may be over the target")
      ->check(CLI::Validator(percentFault, "PERCENT"))
      ->capture_default_str();
  command->add_option("--seeds", options->seeds, "search with seeds 1 to this")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--judge-seeds", options->judgeSeeds, "judge with seeds 1 to this; 0: do not")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "runs at once; left out, one a core")
      ->check(CLI::Range(1, 1024));
  command->add_flag("--requests", options->requests,
                    "request by request from the start (docs/fluid.md)");
  command->add_option("--json", options->json, "write trials and judgement (docs/tune.schema.json)")
      ->type_name(kFileType);
  command->footer(
      "Values are a range (cpu=40..90, loop=15s..5m) or words (queueing=split|pooled).\n"
      "Example:\n  evenkeel tune examples/demo.yaml --policy 'hpa(cpu=60)' --vary cpu=40..90");
  command->callback([options, &chosen] { chosen = [options] { return tunePolicy(*options); }; });
}

}  // namespace evenkeel::program
