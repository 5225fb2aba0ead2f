#include "base/crc32.h"

#include <array>
#include <cstddef>

namespace evenkeel {
namespace {

// Eight bytes at a time, one table for each place ("slicing by 8", Kounavis and Berry, 2005).
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables makeTables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xEDB88320u : 0u);
    tables[0][byte] = sum;
  }
  for (std::size_t place = 1; place < 8; ++place) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[place - 1][byte];
      tables[place][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr Tables kTables = makeTables();

}  // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  std::uint32_t sum = ~before;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  while (bytes.size() >= 8) {
    sum ^=
        at(0) | std::uint32_t{at(1)} << 8 | std::uint32_t{at(2)} << 16 | std::uint32_t{at(3)} << 24;
    sum = kTables[7][sum & 0xff] ^ kTables[6][(sum >> 8) & 0xff] ^ kTables[5][(sum >> 16) & 0xff] ^
          kTables[4][sum >> 24] ^ kTables[3][at(4)] ^ kTables[2][at(5)] ^ kTables[1][at(6)] ^
          kTables[0][at(7)];
    bytes.remove_prefix(8);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum = (sum >> 8) ^ kTables[0][(sum ^ at(i)) & 0xff];
  return ~sum;
}

}  // namespace evenkeel
