// A look at a cluster: what our policies would do, beside what its own autoscalers do.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "kubernetes/access.h"
#include "model/policy_call.h"
#include "view/advice.h"

namespace evenkeel::program {

struct ClusterQuery {
  kubernetes::ClusterAccess access;
  std::string space;                 // one namespace; empty: all
  std::vector<PolicyCall> policies;  // for workloads that no autoscaler scales
  Duration patience = 60s;           // until every workload has been decided on with fresh figures
};

struct ClusterAdvice {
  std::vector<view::Advice> workloads;
  std::vector<std::string> unseen;  // sentences: what could not be seen, and why
};

// Reads alone. Invalid or NotFound where the cluster cannot be reached or the namespace is not
// there; Unavailable where it was interrupted.
Result<ClusterAdvice> observeCluster(const ClusterQuery& query);

}  // namespace evenkeel::program
