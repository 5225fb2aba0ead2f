// What is advised for the workloads of a cluster, from what a loop on it has decided last.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kubernetes/cluster_world.h"
#include "program/decided_scopes.h"
#include "view/advice.h"

namespace evenkeel::program {

struct ClusterAdvice {
  std::vector<view::Advice> workloads;  // in no order
  std::vector<std::string> unseen;      // sentences: what could not be seen, and why
};

// Why figures of a component are not there; empty: they are.
using LackOf = std::function<std::string(AssetId component)>;

// `others`: the call for workloads that no autoscaler scales; empty: there is none.
ClusterAdvice adviceOf(const kubernetes::ClusterWorld& world, const DecidedScopes& decided,
                       const LackOf& lackOf, const std::string& others);

}  // namespace evenkeel::program
