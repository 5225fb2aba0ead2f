// A look at a cluster: what our policies would do, beside what its own autoscalers do.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "kubernetes/access.h"
#include "model/application.h"
#include "model/policy_call.h"
#include "program/cluster_advice.h"

namespace evenkeel::program {

struct ClusterQuery {
  kubernetes::ClusterAccess access;
  std::string space;                 // one namespace; empty: all
  std::vector<PolicyCall> policies;  // for workloads that no autoscaler scales
  Duration scrape{};                 // as ClusterScope
  GuardrailProfile guardrails = GuardrailProfile::Standard;
  Duration patience = 60s;  // until every workload has been decided on with fresh figures
  Duration watch{};         // beyond that; an interrupt ends it before
  std::string log;          // new file of all that was decided, and on what; empty: none
};

struct ClusterObserver {
  // At the start: what may not be seen, though it is wanted ("list pods in shop").
  std::function<void(const std::vector<std::string>& rights)> missing;
  std::function<void(const ClusterAdvice&)> looked;  // while it watches, every two seconds
};

// What is known in the end. Reads alone. Invalid or NotFound where the cluster cannot be reached or
// the namespace is not there; Unavailable where it was interrupted before the first look; those of
// LogFile where the log cannot be written.
Result<ClusterAdvice> observeCluster(const ClusterQuery& query, const ClusterObserver& observer);

}  // namespace evenkeel::program
