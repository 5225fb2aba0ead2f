// JSON as YAML (1.2, of which it is a part), in blocks as people read it.
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::view {

// Ends with a line break; members stay in their order. `json` is some.
std::string yamlText(std::string_view json);

}  // namespace evenkeel::view
