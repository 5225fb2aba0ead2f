// The guard step of the loop: a decision's actions, held against permissions and guardrails.
#pragma once

#include <span>
#include <vector>

#include "agent/change_history.h"
#include "agent/guardrails.h"
#include "agent/managed_scope.h"
#include "policy/snapshot.h"

namespace evenkeel {

struct GuardedDecision {
  std::vector<Action> actions;  // what is left to do; may be empty
  std::vector<GuardNote> notes;
};

// A value in force that is outside the operator's bounds is brought back whatever was decided. Not
// so zero replicas: that is how an operator switches a component off.
GuardedDecision guard(const Decision& decision, const Snapshot& snapshot, AssetId application,
                      const PolicyInstance& instance, const ChangeHistory& history);

}  // namespace evenkeel
