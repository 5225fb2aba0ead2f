#include "base/codec.h"

namespace evenkeel {

std::uint8_t ByteReader::byte() {
  if (left() == 0) {
    fail();
    return 0;
  }
  return static_cast<std::uint8_t>(bytes_[offset_++]);
}

std::uint64_t ByteReader::longVarint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint64_t next = byte();
    if (failed_) return 0;
    if (shift == 63 && next > 1) break;
    value |= (next & 0x7f) << shift;
    if (next < 0x80) return value;
  }
  fail();
  return 0;
}

double ByteReader::real() {
  if (left() < 8) {
    fail();
    return 0;
  }
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i)
    bits |= std::uint64_t{static_cast<std::uint8_t>(bytes_[offset_ + i])} << (8 * i);
  offset_ += 8;
  return std::bit_cast<double>(bits);
}

std::string_view ByteReader::text() {
  const std::uint64_t size = varint();
  if (size > left()) {
    fail();
    return {};
  }
  const std::string_view value = bytes_.substr(offset_, size);
  offset_ += size;
  return value;
}

}  // namespace evenkeel
