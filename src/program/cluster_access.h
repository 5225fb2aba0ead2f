// Which cluster, and as whom: the options that every command on a cluster has.
#pragma once

#include <string>

#include "base/result.h"
#include "kubernetes/access.h"
#include "model/application.h"

namespace CLI {
class App;
}

namespace evenkeel::program {

struct ClusterOptions {
  std::string kubeconfig;               // empty: as kubectl finds it
  std::string context;                  // empty: the current one
  std::string space;                    // one namespace; empty: all
  std::string guardrails = "standard";  // profile: or "parity"
};

// They outlive the command.
void addClusterOptions(CLI::App& command, ClusterOptions& options);

// What was asked for.
GuardrailProfile guardrailsOf(const ClusterOptions& options);

// As kubectl: the file named, $KUBECONFIG, the one at home; where there is none, a pod's identity.
Result<kubernetes::ClusterAccess> accessOf(const ClusterOptions& options);

}  // namespace evenkeel::program
