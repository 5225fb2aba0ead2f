#include "program/cluster_access.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <utility>

#include "base/time_text.h"
#include "kubernetes/in_cluster.h"
#include "kubernetes/kubeconfig.h"
#include "program/value_type.h"

namespace evenkeel::program {
namespace {

constexpr const char* kNever = "never";

std::string scrapeFault(const std::string& text) {
  if (text == kNever) return {};
  const auto interval = parseDuration(text);
  if (interval && *interval >= 100ms && *interval <= 1h) return {};
  return "found '" + text + "'; write 100ms to 1h, or never";
}

}  // namespace

void addClusterOptions(CLI::App& command, ClusterOptions& options) {
  command.add_option("--kubeconfig", options.kubeconfig, "instead of $KUBECONFIG, ~/.kube/config")
      ->type_name(kFileType);
  command.add_option("--context", options.context, "of the kubeconfig, instead of the current");
  command.add_option("-n,--namespace", options.space, "this one alone, instead of all");
  command.add_option("--guardrails", options.guardrails, "standard, or parity: the bounds alone")
      ->check(CLI::IsMember({"standard", "parity"}))
      ->capture_default_str();
  command.add_option("--scrape-interval", options.scrape, "of pods' metrics, if needed; or never")
      ->check(CLI::Validator(scrapeFault, "DURATION"))
      ->capture_default_str();
}

Duration scrapeInterval(const ClusterOptions& options) {
  return options.scrape == kNever ? Duration::zero() : *parseDuration(options.scrape);
}

GuardrailProfile guardrailsOf(const ClusterOptions& options) {
  return options.guardrails == "parity" ? GuardrailProfile::Parity : GuardrailProfile::Standard;
}

Error unseenCluster(const kubernetes::ClusterAccess& access, std::string why, Duration patience,
                    std::string valid) {
  if (why.empty()) why = "gave no answer within " + durationText(patience);
  return {ErrorKind::Invalid, access.name + " (" + access.server + ')', std::move(why),
          std::move(valid)};
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
