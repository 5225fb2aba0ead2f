// What an agent tells of itself and of its advice, in Prometheus' text format.
#pragma once

#include <cstdint>
#include <string>

#include "program/cluster_advice.h"
#include "program/decided_scopes.h"

namespace evenkeel::program {

// `position`: of the log. `now`: of the loop.
std::string agentFigures(const DecidedScopes& decided, const ClusterAdvice& advice,
                         std::uint64_t position, Instant now);

}  // namespace evenkeel::program
