// From what workloads have used to what is advised: sizes, numbers of pods, and what would have
// become of another policy.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "base/result.h"
#include "evaluation/history/demand_playback.h"
#include "model/policy_call.h"
#include "program/history_reading.h"
#include "view/history_advice.h"

namespace evenkeel::program {

struct AdvicePlan {
  std::vector<PolicyCall> policies;  // for workloads without an autoscaler; one at most
  std::vector<PolicyCall> whatIf;    // played beside the present one; empty: nothing is
  bool changes = false;              // keep those that would have been made
  std::size_t threads = 1;
};

struct AdvisedHistory {
  std::vector<view::HistoryAdvice> advice;  // by workload, as in the history
  // Likewise, the last thousand of each; empty: not kept.
  std::vector<std::deque<evaluation::PlayedChange>> changes;
};

// Unavailable where it was interrupted; Invalid where a policy of the plan cannot be made.
Result<AdvisedHistory> adviceOn(const ReadHistory& history, const AdvicePlan& plan);

}  // namespace evenkeel::program
