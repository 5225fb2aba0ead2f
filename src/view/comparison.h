// A comparison of policies for people (tables) and for programs (JSON, docs/compare.schema.json).
#pragma once

#include <string>

#include "evaluation/compare.h"

namespace evenkeel::view {

// Means over the seeds, with their 95 % interval where there are several; last,
// paired differences to the first policy, seed by seed and by blocks of time.
// No line is wider than 80 columns: policies with long names are numbered, and
// a list says which is which.
std::string comparisonTables(const evaluation::Comparison& comparison);

inline constexpr int kComparisonVersion = 1;
// The same comparison gives the same bytes.
std::string comparisonJson(const evaluation::Comparison& comparison);

}  // namespace evenkeel::view
