// evenkeel compare: several policies on one scenario, every one on the same draws.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/thread_pool.h"
#include "evaluation/bounds/clairvoyant.h"
#include "evaluation/compare.h"
#include "model/policy_call.h"
#include "program/commands.h"
#include "program/distinct_files.h"
#include "program/inputs.h"
#include "program/output_file.h"
#include "program/policy_set.h"
#include "program/run_progress.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "view/comparison.h"

namespace evenkeel::program {
namespace {

struct CompareOptions {
  std::string scenario;
  std::string policies;
  std::uint64_t seeds = 6;
  std::size_t threads = ThreadPool::available();
  std::string json;
  bool split = false;
  bool fluid = false;
};

ExitCode comparePolicies(const CompareOptions& options) {
  const std::vector<NamedFile> files{{"SCENARIO", options.scenario}, {"--json", options.json}};
  if (const auto distinct = checkDistinct(files); !distinct) return report(distinct.error());
  auto scenario = readScenarioOrReport(options.scenario);
  if (!scenario) return ExitCode::BadInput;
  const auto teams = parsePolicyTeams(options.policies);
  if (!teams) return report(teams.error());
  std::vector<PolicySet> sets;  // keep the policies alive
  evaluation::ComparisonSetup setup;
  bool plans = false;
  for (const PolicyTeam& team : *teams) {
    const bool isBound = team.calls.size() == 1 && team.calls[0].name == evaluation::kClairvoyant;
    std::span<const PolicyCall> calls = team.calls;
    if (isBound) calls = {};
    plans = plans || isBound;
    auto made = makePolicies(calls, scenario->fallback);
    if (!made) return report(made.error());
    setup.contenders.push_back({team.text, made->bound});
    if (isBound) {
      const auto bound = evaluation::boundOf(team.calls[0]);
      if (!bound) return report(bound.error());
      setup.contenders.back().bound = *bound;
    }
    setup.fallback = made->fallback;
    sets.push_back(std::move(*made));
  }
  std::optional<OutputFile> json;
  if (!options.json.empty()) {
    auto opened = OutputFile::open(options.json);
    if (!opened) return report(opened.error());
    json.emplace(std::move(*opened));
  }
  setup.scenario = std::move(*scenario);
  setup.policyOfCall = policyOfCall;
  setup.seeds = options.seeds;
  setup.threads = options.threads;
  if (options.split) setup.part = evaluation::Part::Test;
  if (options.fluid) setup.detail = simulation::Detail::Fluid;

  if (plans) std::fputs("planning the schedule of clairvoyant\n", stderr);
  catchInterrupts();
  const std::size_t runs = setup.contenders.size() * static_cast<std::size_t>(setup.seeds);
  const auto comparison = [&] {
    RunProgress count("", runs);
    return evaluation::compare(
        setup, [&](std::size_t done) { count(done); }, [] { return interrupted(); });
  }();
  if (interrupted()) return interruptedEnd();
  if (!comparison) return report(comparison.error());
  std::fputs(view::comparisonTables(*comparison).c_str(), stdout);
  if (json) {
    if (const auto done = json->commit(view::comparisonJson(*comparison)); !done) {
      return report(done.error());
    }
  }
  return ExitCode::Ok;
}

}  // namespace

void addCompare(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand("compare", "Compare policies on a scenario");
  command->add_option("SCENARIO", options->scenario, "scenario file")
      ->required()
      ->type_name(kFileType);
  command
      ->add_option("--policies", options->policies,
                   "separated by commas; those that act together by +")
      ->required()
      ->type_name(kPoliciesType);
  command->add_option("--seeds", options->seeds, "run seeds 1 to this")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "runs at once; left out, one a core")
      ->check(CLI::Range(1, 1024));
  command->add_option("--json", options->json, "write all figures (docs/compare.schema.json)")
      ->type_name(kFileType);
  command->add_flag("--split", options->split, "judge the last 40 %: the rest was for tuning");
  command->add_flag("--fluid", options->fluid, "the load as a fluid, an estimate (docs/fluid.md)");
  command->footer(
      "Example:\n  evenkeel compare examples/demo.yaml --policies 'static,hpa(cpu=60)' --seeds 6");
  command->callback(
      [options, &chosen] { chosen = [options] { return comparePolicies(*options); }; });
}

}  // namespace evenkeel::program
