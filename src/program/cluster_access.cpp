#include "program/cluster_access.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "kubernetes/in_cluster.h"
#include "kubernetes/kubeconfig.h"

namespace evenkeel::program {

void addClusterOptions(CLI::App& command, ClusterOptions& options) {
  command.add_option("--kubeconfig", options.kubeconfig, "instead of $KUBECONFIG, ~/.kube/config");
  command.add_option("--context", options.context, "of the kubeconfig, instead of the current");
  command.add_option("-n,--namespace", options.space, "this one alone, instead of all");
  command.add_option("--guardrails", options.guardrails, "standard, or parity: the bounds alone")
      ->check(CLI::IsMember({"standard", "parity"}))
      ->capture_default_str();
}

GuardrailProfile guardrailsOf(const ClusterOptions& options) {
  return options.guardrails == "parity" ? GuardrailProfile::Parity : GuardrailProfile::Standard;
}

Result<kubernetes::ClusterAccess> accessOf(const ClusterOptions& options) {
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

}  // namespace evenkeel::program
