// evenkeel recommend: what would be done in a cluster, which is left as it is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time_text.h"
#include "program/cluster_access.h"
#include "program/cluster_observation.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

constexpr std::size_t kWidth = 120;  // of a table that nobody looks at on a terminal

struct RecommendOptions {
  ClusterOptions cluster;
  std::string policy;
  std::string output = "table";
  std::string patience = "60s";
  std::string watch;
  bool check = false;
};

std::size_t width() {
  return canShowScreen() ? screenSize().columns : kWidth;
}

std::string tableOf(const ClusterAdvice& advice, const RecommendOptions& options) {
  if (advice.workloads.empty()) return {};
  return view::adviceTable(advice.workloads, options.output == "wide", width());
}

// What is said below the table.
std::string footOf(const ClusterAdvice& advice) {
  const std::size_t width = program::width();
  std::string text = advice.workloads.empty() ? "" : "\n";
  text += view::wrap(view::adviceSummary(advice.workloads), width) + ".\n";
  for (const std::string& unseen : advice.unseen)
    text += "Not seen: " + view::wrap(view::printable(unseen), width, "  ", 10) + '\n';
  return text + "Nothing was changed: this only looks.\n";
}

std::string textOf(const ClusterAdvice& advice, const RecommendOptions& options) {
  if (options.output == "json") return view::adviceJson(advice.workloads, advice.unseen);
  return tableOf(advice, options) + footOf(advice);
}

// What is seen while it watches: on a terminal in place, elsewhere each time that it is another.
class LiveAdvice {
 public:
  explicit LiveAdvice(const RecommendOptions& options) : options_(options) {
    if (options.output != "json" && canShowScreen()) terminal_.emplace();
  }

  void show(const ClusterAdvice& advice) {
    if (terminal_) return showOnTerminal(advice);
    std::string text = textOf(advice, options_);
    if (text != told_) {
      if (!told_.empty() && options_.output != "json") fmt::print("\n");
      fmt::print("{}", text);
      std::fflush(stdout);
      told_ = std::move(text);
    }
  }
  bool hasTold(const std::string& text) const { return text == told_; }

 private:
  // The foot stays to be seen.
  void showOnTerminal(const ClusterAdvice& advice) {
    const view::ScreenSize size = screenSize();
    const std::string foot = footOf(advice) + "Ctrl-C ends it.";
    const auto below = static_cast<std::size_t>(std::count(foot.begin(), foot.end(), '\n')) + 1;
    const std::size_t above = size.rows > below ? size.rows - below : 1;
    terminal_->show(view::cutOut(tableOf(advice, options_), size.columns, above) + foot);
  }

  const RecommendOptions& options_;
  std::optional<LiveTerminal> terminal_;
  std::string told_;  // last, where there is no terminal
};

void tellMissing(const std::vector<std::string>& rights) {
  fmt::print(stderr, "evenkeel: no right to {}; the rest is looked at\n", fmt::join(rights, ", "));
}

ExitCode recommend(const RecommendOptions& options) {
  ClusterQuery query;
  auto access = accessOf(options.cluster);
  if (!access) return report(access.error());
  query.access = std::move(*access);
  query.space = options.cluster.space;
  query.guardrails = guardrailsOf(options.cluster);
  query.patience = *parseDuration(options.patience);
  if (!options.policy.empty()) {
    auto calls = parsePolicyCalls(options.policy);
    if (!calls) return report(calls.error());
    query.policies = std::move(*calls);
  }
  if (!options.watch.empty()) query.watch = *parseDuration(options.watch);
  catchInterrupts();
  std::optional<LiveAdvice> live;
  const auto advice = observeCluster(query, {tellMissing, [&](const ClusterAdvice& seen) {
                                               if (!live) live.emplace(options);
                                               live->show(seen);
                                             }});
  if (!advice) return interrupted() ? ExitCode::Interrupted : report(advice.error());
  const std::string text = textOf(*advice, options);
  const bool told = live && live->hasTold(text);
  live.reset();
  if (!told) fmt::print("{}", text);
  if (interrupted()) return ExitCode::Interrupted;
  const bool changes =
      std::any_of(advice->workloads.begin(), advice->workloads.end(),
                  [](const view::Advice& one) { return view::changeOf(one) != 0; });
  return options.check && changes ? ExitCode::No : ExitCode::Ok;
}

}  // namespace

void addRecommend(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<RecommendOptions>();
  CLI::App* command =
      app.add_subcommand("recommend", "Say what would be done in a Kubernetes cluster");
  addClusterOptions(*command, options->cluster);
  command
      ->add_option("--policy", options->policy,
                   "for workloads without an autoscaler: 'hpa(cpu=60)'")
      ->check(CLI::Validator(policyCallsFault, "POLICIES"));
  command->add_option("-o,--output", options->output, "table, wide or json")
      ->check(CLI::IsMember({"table", "wide", "json"}));
  command->add_option("--wait", options->patience, "for fresh figures, at most (60s)")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_option("--watch", options->watch, "go on looking that long (10m); Ctrl-C ends it")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_flag("--check", options->check, "exit status 1 where something would be changed");
  command->footer(
      "Examples:\n  evenkeel recommend\n"
      "  evenkeel recommend -n shop --policy 'hpa(cpu=60)' -o wide\n"
      "  evenkeel recommend --watch 10m");
  command->callback([options, &chosen] { chosen = [options] { return recommend(*options); }; });
}

}  // namespace evenkeel::program
