// A comparison of policies for people (tables) and for programs (JSON, docs/compare.schema.json).
#pragma once

#include <string>

#include "evaluation/compare.h"

namespace evenkeel::view {

// Medians over the seeds, with the 95 % interval of the mean where there are several; last, paired
// differences to the first policy, seed by seed and by blocks of time.
std::string comparisonTables(const evaluation::Comparison& comparison);

inline constexpr int kComparisonVersion = 1;
// The same comparison gives the same bytes.
std::string comparisonJson(const evaluation::Comparison& comparison);

}  // namespace evenkeel::view
