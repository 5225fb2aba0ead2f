// A schema for readers: Markdown tables, one row a key.
#pragma once

#include <string>

#include "base/schema_info.h"

namespace evenkeel {

// Keys of records inside are written as paths: `components[].serving.timeout`. Ends with a line
// end.
std::string referenceTable(const TypeInfo& record);

}  // namespace evenkeel
