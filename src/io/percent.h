// Text as part of a URL (RFC 3986, §2.1).
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::io {

// All but letters, digits, "-", ".", "_" and "~" as %XX.
std::string percentEncoded(std::string_view text);
// The other way round; a "%" that no two hexadecimal digits follow stands for itself.
std::string percentDecoded(std::string_view text);

}  // namespace evenkeel::io
