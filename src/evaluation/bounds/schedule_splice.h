// Two schedules of one problem made one that uses what a limit on violations has left.
//
// Prices find only schedules at the corners of what is possible (replica_schedule.h); between two
// of them, one that keeps the limit and one that is cheaper and does not, lie those that are the
// second for some stretches of windows. Stretches are taken one after the other, the one that saves
// most for what it spends first, as far as problem.allowed reaches. Each step looks at all
// stretches of windows in which the two differ: quadratic in the longest run of those.
#pragma once

#include "evaluation/bounds/schedule_problem.h"

namespace evenkeel::evaluation {

// At most a hundred stretches. Both schedules are possible ones of the problem; so is the result.
Schedule spliced(const ScheduleProblem& problem, const Schedule& kept, const Schedule& cheaper);

}  // namespace evenkeel::evaluation
