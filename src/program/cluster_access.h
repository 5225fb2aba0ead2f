// Which cluster, as whom, and what of it is read: the options that every command on a cluster has.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
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
  std::string scrape = "1s";            // between readings of pods' own metrics, or "never"
};

// They outlive the command.
void addClusterOptions(CLI::App& command, ClusterOptions& options);

// Zero: never.
Duration scrapeInterval(const ClusterOptions& options);

// What was asked for.
GuardrailProfile guardrailsOf(const ClusterOptions& options);

// Of a cluster that shows nothing: `why`, or where that is empty no answer within `patience`.
Error unseenCluster(const kubernetes::ClusterAccess& access, std::string why, Duration patience,
                    std::string valid);

// As kubectl: the file named, $KUBECONFIG, the one at home; where there is none, a pod's identity.
Result<kubernetes::ClusterAccess> accessOf(const ClusterOptions& options);

}  // namespace evenkeel::program
