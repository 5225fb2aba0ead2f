// Base64 of RFC 4648, over OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evenkeel::io {

// Of the standard alphabet, padded; line breaks and blanks between are left out. Absent: it is
// none.
std::optional<std::string> decodeBase64(std::string_view text);

// Padded, in one line.
std::string encodeBase64(std::string_view bytes);

}  // namespace evenkeel::io
