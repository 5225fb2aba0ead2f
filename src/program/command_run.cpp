// evenkeel run: one run of a scenario, watched, logged, reported.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stopwatch.h"
#include "base/time_text.h"
#include "description/write_scenario.h"
#include "evaluation/observed_log.h"
#include "evaluation/run.h"
#include "evaluation/run_measures.h"
#include "knowledge/sqlite_log.h"
#include "model/policy_call.h"
#include "program/commands.h"
#include "program/distinct_files.h"
#include "program/inputs.h"
#include "program/output_file.h"
#include "program/policy_set.h"
#include "program/run_watcher.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "program/version.h"
#include "view/comparison.h"
#include "view/explanation.h"
#include "view/figures.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

constexpr Duration kFrame = 100ms;     // between two frames of the live view
constexpr Duration kLineEvery = 2s;    // between two progress lines
constexpr int kMostLogNumbers = 9999;  // of logs named by default

struct RunOptions {
  std::string scenario;
  std::string policy;
  std::optional<std::uint64_t> seed;
  std::string duration;
  double speed = 0;  // simulated seconds a second; 0: as fast as it goes
  std::string log;
  std::string report;
  std::string json;
  bool quiet = false;
  bool fluid = false;
};

Result<Scenario> adjusted(Scenario scenario, const RunOptions& options) {
  if (!options.policy.empty()) {
    auto calls = parsePolicyCalls(options.policy);
    if (!calls) return tl::unexpected(calls.error());
    scenario.policies = std::move(*calls);
  }
  if (options.seed) scenario.seed = *options.seed;
  if (!options.duration.empty()) scenario.duration = *parseDuration(options.duration);
  if (scenario.warmUp >= scenario.duration) {
    return fail(ErrorKind::Invalid, "--duration",
                fmt::format("{} leaves nothing after the warm-up of {}",
                            durationText(scenario.duration), durationText(scenario.warmUp)),
                "a longer run");
  }
  return scenario;
}

std::string policyText(const Scenario& scenario) {
  std::string text;
  for (const PolicyCall& call : scenario.policies) text += (text.empty() ? "" : ",") + call.text;
  return text.empty() ? "none" : text;
}

// The file named, or the first evenkeel-<scenario>-<n>.evk that does not exist.
Result<LogFile> createLog(const std::string& path, const std::string& scenario) {
  if (!path.empty()) return LogFile::create(path);
  for (int n = 1; n <= kMostLogNumbers; ++n) {
    const std::string name = fmt::format("evenkeel-{}-{}.evk", scenario, n);
    std::error_code ignored;
    if (std::filesystem::exists(name, ignored)) continue;
    return LogFile::create(name);
  }
  return fail(ErrorKind::Refused, "evenkeel-" + scenario + "-*.evk",
              fmt::format("{} logs are here already", kMostLogNumbers), "name one with --out FILE");
}

// Shows a run while it goes, in the way that standard output allows.
class Display {
 public:
  Display(const RunWatcher& watcher, const simulation::SimulatedWorld& world, bool quiet)
      : watcher_(watcher), world_(world) {
    if (!quiet && canShowScreen()) {
      terminal_.emplace();
    } else if (!quiet) {
      lines_ = true;
    }
  }

  // Waits until `speed` lets the run go on; 0: no wait.
  void keepPace(double speed) {
    update();
    if (speed <= 0) return;
    const Duration due = fromSeconds(toSeconds(world_.now().time_since_epoch()) / speed);
    while (stopwatch_.elapsed() < due && !interrupted()) {
      Stopwatch::wait(std::min(kFrame, due - stopwatch_.elapsed()));
      update();
    }
  }
  void end() { terminal_.reset(); }

 private:
  void update() {
    const Duration now = stopwatch_.elapsed();
    const Duration every = terminal_ ? kFrame : kLineEvery;
    if ((!terminal_ && !lines_) || now - last_ < every) return;
    last_ = now;
    const double speed = toSeconds(world_.now().time_since_epoch()) / toSeconds(now);
    const view::Progress progress = watcher_.progress(world_, speed);
    if (terminal_) return terminal_->show(view::liveScreen(progress, screenSize(), true));
    std::fputs((view::progressLine(progress) + '\n').c_str(), stdout);
    std::fflush(stdout);
  }
  const RunWatcher& watcher_;
  const simulation::SimulatedWorld& world_;
  Stopwatch stopwatch_;
  Duration last_{};
  std::optional<LiveTerminal> terminal_;
  bool lines_ = false;
};

void printSummary(const view::ReportData& report) {
  fmt::print("{}: {}\n", report.scenario, report.subtitle);
  for (const view::ReportFigure& figure : report.figures) {
    fmt::print("  {:<36}{}\n", figure.name, figure.value);
  }
}

// The longest of what was held back: a metric that cannot be read in this world, say.
void printHeld(std::vector<evaluation::HeldSpan> held) {
  constexpr std::size_t kMost = 3;
  std::stable_sort(held.begin(), held.end(),
                   [](const auto& a, const auto& b) { return a.decisions > b.decisions; });
  for (std::size_t i = 0; i < std::min(held.size(), kMost); ++i) {
    fmt::print("  {}\n",
               view::wrap(fmt::format(
                              "Held: {} for {} from {} on: {}",
                              view::count(static_cast<std::int64_t>(held[i].decisions), "decision"),
                              held[i].first.scope, view::clock(held[i].first.time),
                              view::printable(view::heldReason(held[i]))),
                          98, "    "));
  }
  if (held.size() > kMost) fmt::print("  … and {} more spans\n", held.size() - kMost);
}

void printLogPlace(const std::string& path) {
  fmt::print("Log: {}  (evenkeel explain {})\n", path, path);
  std::error_code ignored;
  if (std::filesystem::exists(path + "-wal", ignored)) {
    fmt::print("  {}-wal and {}-shm belong to it: keep the three together.\n", path, path);
  }
}

ExitCode runScenario(const RunOptions& options) {
  const std::vector<NamedFile> files{{"SCENARIO", options.scenario},
                                     {"--out", options.log},
                                     {"--report", options.report},
                                     {"--json", options.json}};
  if (const auto distinct = checkDistinct(files); !distinct) return report(distinct.error());
  auto read = readScenarioOrReport(options.scenario);
  if (!read) return ExitCode::BadInput;
  const auto scenario = adjusted(std::move(*read), options);
  if (!scenario) return report(scenario.error());
  const auto policies = makePolicies(scenario->policies, scenario->fallback);
  if (!policies) return report(policies.error());

  std::optional<OutputFile> reportFile;
  std::optional<OutputFile> jsonFile;
  for (const auto& [path, file] :
       {std::pair{&options.report, &reportFile}, std::pair{&options.json, &jsonFile}}) {
    if (path->empty()) continue;
    auto opened = OutputFile::open(*path);
    if (!opened) return report(opened.error());
    file->emplace(std::move(*opened));
  }
  auto world = simulation::SimulatedWorld::make(
      *scenario, options.fluid ? simulation::Detail::Fluid : simulation::Detail::Requests);
  if (!world) return report(world.error());
  auto logFile = createLog(options.log, scenario->name);
  if (!logFile) return report(logFile.error());
  const std::string logPath = logFile->path();

  catchInterrupts();
  evaluation::DurableRelay durable;
  QueuedLog log(std::move(*logFile), std::ref(durable));
  RunWatcher watcher(*scenario, policyText(*scenario));
  evaluation::ObservedLog observed(log, [&](const Record& record) { watcher.see(record); });
  Display display(watcher, **world, options.quiet);
  const evaluation::RunSetup setup{policies->bound, policies->fallback, kVersion,
                                   writeScenario(*scenario), policyOfCall};
  const evaluation::RunEnd how = evaluation::run(**world, setup, observed, durable, [&] {
    display.keepPace(options.speed);
    return !interrupted() && !outputGone() && !log.error();
  });
  display.end();
  const auto closed = log.close();

  const simulation::RunResult result = (*world)->result();
  view::ReportData summary = watcher.report(result);
  if (options.fluid) summary.subtitle += ", the load as a fluid: an estimate";
  if (how == evaluation::RunEnd::Stopped) summary.subtitle += ", not run to its end";
  if (!closed && how == evaluation::RunEnd::Stopped && !interrupted()) {
    fmt::print(stderr, "evenkeel: stopped at {}: the log could not be written any more\n",
               view::clock((*world)->now()));
    return report(closed.error());
  }
  if (closed) summary.footer += ", log " + logPath;
  printSummary(summary);
  printHeld(watcher.stories().held());
  if (closed) printLogPlace(logPath);
  if (reportFile) {
    if (const auto done = reportFile->commit(view::reportPage(summary)); !done) {
      return report(done.error());
    }
    fmt::print("Report: {}\n", options.report);
  }
  if (jsonFile) {
    evaluation::Comparison alone = evaluation::comparisonOf(*scenario);
    alone.detail = (*world)->detail();
    alone.seeds = {scenario->seed};
    alone.policies = {
        {policyText(*scenario),
         {evaluation::measuresOf(result, scenario->prices, watcher.stories().counts())},
         {evaluation::blocksOf(result, scenario->prices, alone.blocks.count)}}};
    const std::string text = view::comparisonJson(alone);
    if (const auto done = jsonFile->commit(text); !done) return report(done.error());
    fmt::print("Figures: {}\n", options.json);
  }
  if (!closed) return report(closed.error());
  if (!interrupted()) return ExitCode::Ok;
  fmt::print(stderr, "evenkeel: interrupted at {}; {} holds everything up to there\n",
             view::clock((*world)->now()), logPath);
  return ExitCode::Interrupted;
}

}  // namespace

void addRun(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Run a scenario and watch it");
  command->add_option("SCENARIO", options->scenario, "scenario file")
      ->required()
      ->type_name(kFileType);
  command->add_option("--policy", options->policy, "instead of the scenario's: 'hpa(cpu=60)'")
      ->check(CLI::Validator(policyCallsFault, kPoliciesType));
  command->add_option("--seed", options->seed, "instead of the scenario's")
      ->check(CLI::Validator(seedFault, "N"));
  command->add_option("--duration", options->duration, "instead of the scenario's: 90m")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_option("--speed", options->speed, "simulated seconds a second, to watch it")
      ->check(CLI::Validator(speedFault, "N"));
  command->add_flag("--fluid", options->fluid, "the load as a fluid, an estimate (docs/fluid.md)");
  command->add_option("--out", options->log, "new file for the log (evenkeel-<scenario>-<n>.evk)")
      ->type_name(kFileType);
  command->add_option("--report", options->report, "write a page with charts to this HTML file")
      ->type_name(kFileType);
  command->add_option("--json", options->json, "write the figures of the summary to this file")
      ->type_name(kFileType);
  command->add_flag("--quiet", options->quiet, "no progress, only the summary");
  command->footer(
      "Examples:\n  evenkeel run examples/demo.yaml --policy 'hpa(cpu=60)' --report report.html\n"
      "  evenkeel run examples/demo.yaml --speed 120");
  command->callback([options, &chosen] { chosen = [options] { return runScenario(*options); }; });
}

}  // namespace evenkeel::program
