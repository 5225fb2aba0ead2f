// Two schedules of one problem made one that uses what a limit on violations has left.
//
// Prices find only schedules at the corners of what is possible (replica_schedule.h); between two
// of them, one that keeps the limit and one that is cheaper and does not, lie those that are the
// second in some stretches. A stretch lies between windows in which both are the same, so that what
// it saves and what it spends stand by themselves.
#pragma once

#include "evaluation/replica_schedule.h"

namespace evenkeel::evaluation {

// Its podSeconds, cost and violated, made anew from counts and sizes.
void tally(const ScheduleProblem& problem, Schedule& schedule);

// The stretches that save most for what they spend first, as far as problem.allowed reaches.
Schedule spliced(const ScheduleProblem& problem, const Schedule& kept, const Schedule& cheaper);

}  // namespace evenkeel::evaluation
