// Why nobody has decided on a workload, in the words that advice and explanations share.
#pragma once

#include <string>

#include "base/time.h"
#include "evaluation/sighting_collector.h"
#include "knowledge/record.h"

namespace evenkeel::program {

// Of a workload of a cluster. `call`: who is to decide; empty: nobody is.
std::string whyUndecided(const std::string& call);

// Of a component that a log tells of, as `started` has it set up; by `at`.
std::string whyUndecided(const evaluation::Sighting& sighting, const record::RunStarted& started,
                         Instant at);

// Whether somebody had decided on the number of its pods.
bool isDecided(const evaluation::Sighting& sighting);

}  // namespace evenkeel::program
