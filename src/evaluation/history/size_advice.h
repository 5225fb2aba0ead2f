// What a VerticalPodAutoscaler would ask for, had it watched the whole history.
//
// Its recommender (policy/scaling/vpa_recommender.h), container by container; the pod's minimum is
// shared by its containers. Kills for want of memory are not in the history.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "evaluation/history/usage_history.h"
#include "policy/scaling/vpa_recommender.h"

namespace evenkeel::evaluation {

struct SizeAdvice {
  std::map<std::string, vpa::Recommendation> containers;
  vpa::Recommendation pod;  // the sum of them
  bool cpu = false;         // known; else the amounts of it say nothing
  bool memory = false;
};

SizeAdvice adviseSize(const UsageHistory& history);

}  // namespace evenkeel::evaluation
