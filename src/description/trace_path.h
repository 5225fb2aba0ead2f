// Where the traces of a scenario's loads are.
#pragma once

#include <vector>

#include "description/documents.h"
#include "description/read_scenario.h"

namespace evenkeel {

// Relative paths are relative to the scenario's file; ${EVENKEEL_DATA} is replaced; where it is
// not set, `unsetData` says how bad that is.
void resolveTraces(const LoadedDocument& scenario, const ReadOptions& options, Severity unsetData,
                   std::vector<Load>& loads, std::vector<Diagnostic>& diagnostics);

}  // namespace evenkeel
