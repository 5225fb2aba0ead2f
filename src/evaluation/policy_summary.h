// A measure of one policy over all seeds, and the difference of two policies seed by seed.
//
// Absent where a run has no value: a mean over the rest would be one over other seeds.
#pragma once

#include <optional>

#include "evaluation/compare.h"
#include "evaluation/statistics.h"

namespace evenkeel::evaluation {

// Its interval does not go beyond what the measure can be.
std::optional<Summary> summaryOf(const ComparedPolicy& policy, const Measure& measure);

// ours - theirs.
std::optional<Summary> differenceOf(const ComparedPolicy& ours, const ComparedPolicy& theirs,
                                    const Measure& measure);
// The same in percent of theirs; absent too where that is zero.
std::optional<Summary> relativeDifferenceOf(const ComparedPolicy& ours,
                                            const ComparedPolicy& theirs, const Measure& measure);

}  // namespace evenkeel::evaluation
