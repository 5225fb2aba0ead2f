// evenkeel recommend: what would be done in a cluster, which is left as it is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "program/cluster_access.h"
#include "program/cluster_observation.h"
#include "program/commands.h"
#include "program/history_command.h"
#include "program/inputs.h"
#include "program/prices.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "program/workload_filter.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

struct RecommendOptions {
  ClusterOptions cluster;
  HistoryOptions history;
  std::string policy;
  std::string output = "table";
  std::string patience = "60s";
  std::string watch;
  std::string prices;
  std::string log;
  std::string workload;
  std::string selector;
  bool changed = false;
  bool check = false;

  std::optional<Prices> costs() const {
    return prices.empty() ? std::nullopt : std::optional(*parsePrices(prices));
  }
  WorkloadFilter filter() const {
    return {workload, selector.empty() ? LabelSelector{} : *parseSelector(selector), changed};
  }
  bool isDocument() const { return output == "json" || output == "yaml"; }
};

// What was asked for, in order.
ClusterAdvice shownOf(ClusterAdvice advice, const RecommendOptions& options) {
  const WorkloadFilter filter = options.filter();
  std::erase_if(advice.workloads, [&](const view::Advice& one) { return !filter.takes(one); });
  view::sortByWeight(advice.workloads, options.costs());
  return advice;
}

// Where it is left as it is, and that is known.
bool isWell(const view::Advice& one) {
  return !view::isChanged(one) && (one.wanted || one.policy.empty());
}

std::string tableOf(const ClusterAdvice& advice, const RecommendOptions& options) {
  if (advice.workloads.empty()) return {};
  return view::adviceTable(advice.workloads, options.output == "wide", tableWidth(),
                           options.costs());
}

// What is said below the table.
std::string footOf(const ClusterAdvice& advice, const RecommendOptions& options) {
  const std::size_t width = tableWidth();
  std::string text = advice.workloads.empty() ? "" : "\n";
  text += view::wrap(view::adviceSummary(advice.workloads, options.costs()), width) + ".\n";
  for (const std::string& unseen : advice.unseen)
    text += "Not seen: " + view::wrap(view::printable(unseen), width, "  ", 10) + '\n';
  if (!options.log.empty()) text += "Why, at length: evenkeel explain " + options.log + '\n';
  return text + "Nothing was changed: this only looks.\n";
}

std::string textOf(const ClusterAdvice& advice, const RecommendOptions& options) {
  if (options.output == "json")
    return view::adviceJson(advice.workloads, advice.unseen, options.costs());
  if (options.output == "yaml")
    return view::adviceYaml(advice.workloads, advice.unseen, options.costs());
  return tableOf(advice, options) + footOf(advice, options);
}

// Time that goes by is no news.
std::string newsOf(ClusterAdvice advice, const RecommendOptions& options) {
  for (view::Advice& one : advice.workloads) one = view::timeless(std::move(one));
  return textOf(advice, options);
}

// What is seen while it watches: on a terminal in place, elsewhere each time that there is news.
class LiveAdvice {
 public:
  explicit LiveAdvice(const RecommendOptions& options) : options_(options) {
    if (!options.isDocument() && canShowScreen()) terminal_.emplace();
  }

  void show(const ClusterAdvice& advice) {
    if (terminal_) return showOnTerminal(advice);
    std::string news = newsOf(advice, options_);
    if (news == told_) return;
    if (!told_.empty()) fmt::print("{}", between());
    fmt::print("{}", textOf(advice, options_));
    std::fflush(stdout);
    told_ = std::move(news);
  }
  // What stays to be seen in the end.
  void conclude(const ClusterAdvice& advice) {
    terminal_.reset();
    show(advice);
  }

 private:
  // Two that are printed one after the other.
  std::string_view between() const {
    if (options_.output == "yaml") return "---\n";
    return options_.output == "json" ? "" : "\n";
  }

  // The foot stays to be seen.
  void showOnTerminal(const ClusterAdvice& advice) {
    const view::ScreenSize size = screenSize();
    const std::string foot = footOf(advice, options_) + "Ctrl-C ends it.";
    const auto below = static_cast<std::size_t>(std::count(foot.begin(), foot.end(), '\n')) + 1;
    const std::size_t above = size.rows > below ? size.rows - below : 1;
    terminal_->show(view::cutOut(tableOf(advice, options_), size.columns, above) + foot);
  }

  const RecommendOptions& options_;
  std::optional<LiveTerminal> terminal_;
  std::string told_;  // the last news, where there is no terminal
};

void tellMissing(const std::vector<std::string>& rights) {
  fmt::print(stderr, "evenkeel: no right to {}; the rest is looked at\n", fmt::join(rights, ", "));
}

ExitCode recommend(const RecommendOptions& options) {
  if (!options.history.url.empty())
    return recommendFromHistory(options.history, options.cluster,
                                {options.policy, options.output, options.log, options.costs()});
  ClusterQuery query;
  auto access = accessOf(options.cluster);
  if (!access) return report(access.error());
  query.access = std::move(*access);
  query.space = options.cluster.space;
  query.scrape = scrapeInterval(options.cluster);
  query.guardrails = guardrailsOf(options.cluster);
  query.patience = *parseDuration(options.patience);
  if (!options.policy.empty()) {
    auto calls = parsePolicyCalls(options.policy);
    if (!calls) return report(calls.error());
    query.policies = std::move(*calls);
  }
  query.log = options.log;
  if (!options.watch.empty()) query.watch = *parseDuration(options.watch);
  catchInterrupts();
  std::optional<LiveAdvice> live;
  const auto seen = observeCluster(query, {tellMissing, [&](const ClusterAdvice& now) {
                                             if (!live) live.emplace(options);
                                             live->show(shownOf(now, options));
                                           }});
  if (!seen) return interrupted() ? ExitCode::Interrupted : report(seen.error());
  const ClusterAdvice advice = shownOf(*seen, options);
  if (live) {
    live->conclude(advice);
  } else {
    fmt::print("{}", textOf(advice, options));
  }
  if (interrupted()) return ExitCode::Interrupted;
  const bool well = std::all_of(advice.workloads.begin(), advice.workloads.end(), isWell);
  return options.check && !well ? ExitCode::No : ExitCode::Ok;
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
      ->check(CLI::Validator(policyCallsFault, kPoliciesType));
  command->add_option("-o,--output", options->output, "table, wide, json or yaml")
      ->check(CLI::IsMember({"table", "wide", "json", "yaml"}));
  command
      ->add_option("--prices", options->prices,
                   "of a core and a GiB an hour: cpu=0.03,memory=0.004")
      ->check(CLI::Validator(pricesFault, "PRICES"));
  command->add_option("--wait", options->patience, "for fresh figures, at most (60s)")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_option("--watch", options->watch, "go on looking that long (10m); Ctrl-C ends it")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_option("--log", options->log, "new file of what was decided, for explain")
      ->type_name(kFileType);
  command->add_option("--workload", options->workload, "only these: web, 'web-*', 'statefulset/*'");
  command
      ->add_option("-l,--selector", options->selector,
                   "only workloads with these labels: app=web,tier!=db")
      ->check(CLI::Validator(
          [](const std::string& text) {
            const auto selector = parseSelector(text);
            return selector ? std::string() : selector.error().text();
          },
          "SELECTOR"));
  command->add_flag("--changed", options->changed, "only what would be changed");
  command->add_flag("--check", options->check, "exit status 1: something changes, or is not known");
  CLI::Option* history = addHistoryOptions(*command, options->history);
  for (const char* ofLooks : {"--wait", "--watch", "--check", "--changed", "--workload",
                              "--selector", "--guardrails", "--scrape-interval"})
    history->excludes(command->get_option(ofLooks));
  command->footer(
      "Examples:\n  evenkeel recommend\n"
      "  evenkeel recommend -n shop --policy 'hpa(cpu=60)' -o wide\n"
      "  evenkeel recommend --watch 10m\n"
      "  evenkeel recommend --prometheus http://prometheus:9090 --what-if 'hpa(cpu=70)'");
  command->callback([options, &chosen] { chosen = [options] { return recommend(*options); }; });
}

}  // namespace evenkeel::program
