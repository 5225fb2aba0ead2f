// What is advised for the workloads of a cluster, from what a loop on it has decided last.
#pragma once

#include <string>
#include <vector>

#include "evaluation/story.h"
#include "kubernetes/cluster_world.h"
#include "view/advice.h"

namespace evenkeel::program {

struct ClusterAdvice {
  std::vector<view::Advice> workloads;
  std::vector<std::string> unseen;  // sentences: what could not be seen, and why
};

// `told`: the newest decision of each scope.
ClusterAdvice adviceOf(const kubernetes::ClusterWorld& world,
                       const std::vector<evaluation::Story>& told);

}  // namespace evenkeel::program
