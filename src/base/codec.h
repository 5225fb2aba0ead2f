// Compact binary values: what the decision log is written in.
//
// Unsigned numbers as little-endian base-128 varints, signed ones zig-zag coded first, doubles as
// their eight bytes (bit-exact, NaN and -0 included), strings and lists with their length ahead.
// The reader never throws and never reads past the end: the first fault sticks, and every later
// read gives zero or nothing. Memory while reading is bounded by the bytes that are there.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace evenkeel {

class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void varint(std::uint64_t value) {
    char coded[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) coded[size++] = static_cast<char>(value | 0x80);
    coded[size++] = static_cast<char>(value);
    bytes_.append(coded, size);
  }
  void signedVarint(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    char coded[8];
    for (int i = 0; i < 8; ++i) coded[i] = static_cast<char>(bits >> (8 * i));
    bytes_.append(coded, sizeof coded);
  }
  void text(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }

  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::exchange(bytes_, {}); }
  void reserve(std::size_t size) { bytes_.reserve(size); }

 private:
  std::string bytes_;
};

// Reads from bytes that outlive it.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t byte();
  std::uint64_t varint() {
    // Most are small.
    const bool small = !failed_ && offset_ < bytes_.size() && (bytes_[offset_] & 0x80) == 0;
    return small ? static_cast<std::uint8_t>(bytes_[offset_++]) : longVarint();
  }
  std::int64_t signedVarint() {
    const std::uint64_t coded = varint();
    return static_cast<std::int64_t>((coded >> 1) ^ (~(coded & 1) + 1));
  }
  double real();
  std::string_view text();

  bool failed() const { return failed_; }
  // What is read next; the place of the fault once there was one.
  std::size_t offset() const { return offset_; }
  std::size_t left() const { return failed_ ? 0 : bytes_.size() - offset_; }
  // For values that the caller finds impossible.
  void fail() { failed_ = true; }

 private:
  std::uint64_t longVarint();

  std::string_view bytes_;
  std::size_t offset_ = 0;
  bool failed_ = false;
};

}  // namespace evenkeel
