// CRC-32 (ISO 3309, reflected polynomial 0xEDB88320): finds damage, not malice.
#pragma once

#include <cstdint>
#include <string_view>

namespace evenkeel {

// `before` continues the sum of what came ahead of these bytes.
std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

}  // namespace evenkeel
