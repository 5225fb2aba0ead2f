// Text made safe for HTML, in content and in double-quoted attributes.
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::view {

// The five special characters as entities; control characters and broken UTF-8 as "?".
std::string escapeHtml(std::string_view text);

}  // namespace evenkeel::view
