// evenkeel recommend: what would be done in a cluster, which is left as it is.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/time_text.h"
#include "kubernetes/in_cluster.h"
#include "kubernetes/kubeconfig.h"
#include "program/cluster_observation.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

constexpr std::size_t kWidth = 120;  // of a table that nobody looks at on a terminal

struct RecommendOptions {
  std::string kubeconfig;
  std::string context;
  std::string space;
  std::string policy;
  std::string output = "table";
  std::string patience = "60s";
  bool check = false;
};

// As kubectl: the file named, $KUBECONFIG, the one at home; where there is none, a pod's identity.
Result<kubernetes::ClusterAccess> accessOf(const RecommendOptions& options) {
  auto query = kubernetes::kubeconfigQuery(options.kubeconfig, std::getenv("KUBECONFIG"),
                                           std::getenv("HOME"));
  query.context = options.context;
  auto access = kubernetes::readKubeconfig(query);
  if (access || access.error().kind != ErrorKind::NotFound || !options.kubeconfig.empty() ||
      !options.context.empty())
    return access;
  auto pod = kubernetes::inClusterAccess(std::getenv("KUBERNETES_SERVICE_HOST"),
                                         std::getenv("KUBERNETES_SERVICE_PORT"));
  return pod || pod.error().kind != ErrorKind::NotFound ? pod : access;
}

void print(const ClusterAdvice& advice, const RecommendOptions& options) {
  if (options.output == "json") {
    fmt::print("{}", view::adviceJson(advice.workloads, advice.unseen));
    return;
  }
  const std::size_t width = canShowScreen() ? screenSize().columns : kWidth;
  if (!advice.workloads.empty())
    fmt::print("{}\n", view::adviceTable(advice.workloads, options.output == "wide", width));
  fmt::print("{}.\n", view::wrap(view::adviceSummary(advice.workloads), width));
  for (const std::string& unseen : advice.unseen)
    fmt::print("Not seen: {}\n", view::wrap(view::printable(unseen), width, "  "));
  fmt::print("Nothing was changed: this only looks.\n");
}

ExitCode recommend(const RecommendOptions& options) {
  ClusterQuery query;
  auto access = accessOf(options);
  if (!access) return report(access.error());
  query.access = std::move(*access);
  query.space = options.space;
  query.patience = *parseDuration(options.patience);
  if (!options.policy.empty()) {
    auto calls = parsePolicyCalls(options.policy);
    if (!calls) return report(calls.error());
    query.policies = std::move(*calls);
  }
  catchInterrupts();
  const auto advice = observeCluster(query);
  if (interrupted()) return ExitCode::Interrupted;
  if (!advice) return report(advice.error());
  print(*advice, options);
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
  command->add_option("--kubeconfig", options->kubeconfig,
                      "instead of $KUBECONFIG, ~/.kube/config");
  command->add_option("--context", options->context, "of the kubeconfig, instead of the current");
  command->add_option("-n,--namespace", options->space, "this one alone, instead of all");
  command
      ->add_option("--policy", options->policy,
                   "for workloads without an autoscaler: 'hpa(cpu=60)'")
      ->check(CLI::Validator(policyCallsFault, "POLICIES"));
  command->add_option("-o,--output", options->output, "table, wide or json")
      ->check(CLI::IsMember({"table", "wide", "json"}));
  command->add_option("--wait", options->patience, "for fresh figures, at most (60s)")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  command->add_flag("--check", options->check, "exit status 1 where something would be changed");
  command->footer(
      "Examples:\n  evenkeel recommend\n"
      "  evenkeel recommend -n shop --policy 'hpa(cpu=60)' -o wide");
  command->callback([options, &chosen] { chosen = [options] { return recommend(*options); }; });
}

}  // namespace evenkeel::program
