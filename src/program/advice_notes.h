// What bears on advice about a workload besides its figures, in words.
#pragma once

#include <span>

#include "kubernetes/disruption_budget.h"
#include "kubernetes/node_room.h"
#include "kubernetes/scaled_object.h"
#include "model/asset.h"
#include "view/advice.h"

namespace evenkeel::program {

// While pods of two templates are there: how many more than asked for, and how many not ready.
void noteRollout(const ComponentState& state, view::Advice& advice);

void noteScaledObject(const kubernetes::ScaledObject& scaled, view::Advice& advice);

// Of more pods than now: how many there is room for, where that is less. `room` empty: not known.
void noteRoom(std::span<const kubernetes::NodeRoom> room, view::Advice& advice);

// Only what the advice would meet: with fewer pods none may be evicted, or a new size waits for an
// eviction that is not allowed.
void noteBudget(const kubernetes::DisruptionBudget& budget, view::Advice& advice);

}  // namespace evenkeel::program
