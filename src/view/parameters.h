// Parameters as their schema tree describes them, for `evenkeel policies NAME`.
#pragma once

#include <string>

#include "base/schema_info.h"

namespace evenkeel::view {

// "an integer from 1 to 100, in %, default 80"
std::string parameterFacts(const FieldInfo& field);

// One paragraph a parameter: name, what is valid, unit, default, what it means; records within
// records are indented. `width`: columns.
std::string parameterList(const TypeInfo& record, std::size_t width = 80);

}  // namespace evenkeel::view
