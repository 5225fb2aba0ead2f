// The `trace` of a load by itself, for what reads traces without a scenario.
#pragma once

#include <string>

#include "base/document.h"
#include "base/result.h"
#include "base/schema_info.h"
#include "model/scenario.h"

namespace evenkeel {

// Keys, limits and checks as in a Scenario; the file's path is taken as it is. All faults in one
// error, `where` before it.
Result<TraceLoad> readTraceLoad(const DocumentNode& mapping, const std::string& where);

// Its keys, as the schema says them.
TypeInfo describeTraceLoad();

}  // namespace evenkeel
