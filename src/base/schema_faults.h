// The words of a schema's faults, shared by its nodes.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/document.h"
#include "base/schema_info.h"

namespace evenkeel::schema {

// "a list", "a map", "nothing", "'text'"
std::string foundText(const DocumentNode& node);

// Adds "found …; write …".
void refuse(const DocumentNode& node, const TypeInfo& valid, Faults& faults);

// "> 0", "0 to 10", "at most 5"; empty where there is no limit.
std::string limitsText(const std::string& minimum, bool exclusiveMinimum,
                       const std::string& maximum, bool exclusiveMaximum);

}  // namespace evenkeel::schema
