// Where the traces of a scenario's loads are.
#pragma once

#include <vector>

#include "description/documents.h"
#include "description/read_scenario.h"

namespace evenkeel {

// Relative paths are relative to the scenario's file; ${EVENKEEL_DATA} is replaced; where it is
// not set, `unsetData` says how bad that is. What options.checkTrace says of a trace that is to be
// played for `length` is a fault of that load; without faults so far it is asked.
void resolveTraces(const LoadedDocument& document, const ReadOptions& options, Severity unsetData,
                   Duration length, std::vector<Load>& loads, std::vector<Diagnostic>& diagnostics);

}  // namespace evenkeel
