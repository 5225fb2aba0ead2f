// The guard step of the loop: a decision's actions, held against permissions and guardrails.
#pragma once

#include <span>
#include <vector>

#include "agent/change_history.h"
#include "agent/guardrails.h"
#include "agent/managed_scope.h"
#include "agent/scope_table.h"
#include "policy/snapshot.h"

namespace evenkeel {

struct GuardedDecision {
  std::vector<Action> actions;  // what is left to do; may be empty
  std::vector<GuardNote> notes;
};

// A value in force that is outside the operator's bounds is brought back whatever was decided. Not
// so zero replicas: that is how an operator switches a component off. `earlier`: doubts about the
// metrics from when the policy was asked, which hold beside those of now. `rivals`: the scopes of
// all policies; null where there is one policy alone.
GuardedDecision guard(const Decision& decision, const Snapshot& snapshot, const ManagedScope& scope,
                      const PolicyInstance& instance, const Doubts& earlier,
                      const ChangeHistory& history, const ScopeTable* rivals);

// Doubts about the metrics of the components in a snapshot, as they are now.
Doubts doubtsAbout(const Snapshot& snapshot, const PolicyInstance& instance);

}  // namespace evenkeel
