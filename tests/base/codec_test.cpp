#include "base/codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "base/crc32.h"

namespace evenkeel {
namespace {

std::string varintOf(std::uint64_t value) {
  ByteWriter writer;
  writer.varint(value);
  return writer.take();
}

// Examples of the Protocol Buffers encoding guide, whose varints these are.
TEST(Codec, WritesVarintsAsProtocolBuffersDo) {
  EXPECT_EQ(varintOf(1), "\x01");
  EXPECT_EQ(varintOf(150), "\x96\x01");
  EXPECT_EQ(varintOf(std::numeric_limits<std::uint64_t>::max()),
            "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
  ByteWriter writer;
  for (const std::int64_t value : {-1, 1, -2}) writer.signedVarint(value);
  EXPECT_EQ(writer.bytes(), "\x01\x02\x03");
}

RC_GTEST_PROP(Codec, ReadsBackWhatWasWritten,
              (std::uint64_t natural, std::int64_t integer, const std::string& text,
               std::uint64_t bits)) {
  ByteWriter writer;
  writer.varint(natural);
  writer.signedVarint(integer);
  writer.text(text);
  writer.real(std::bit_cast<double>(bits));
  ByteReader reader(writer.bytes());
  RC_ASSERT(reader.varint() == natural);
  RC_ASSERT(reader.signedVarint() == integer);
  RC_ASSERT(reader.text() == text);
  RC_ASSERT(std::bit_cast<std::uint64_t>(reader.real()) == bits);
  RC_ASSERT(!reader.failed());
  RC_ASSERT(reader.left() == 0u);
}

TEST(Codec, KeepsTheEndsOfTheRange) {
  for (const std::int64_t value :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    ByteWriter writer;
    writer.signedVarint(value);
    EXPECT_EQ(ByteReader(writer.bytes()).signedVarint(), value);
  }
}

TEST(Codec, AFaultSticks) {
  ByteReader reader(
      "\x05"
      "abc");
  EXPECT_EQ(reader.text(), "");
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.byte(), 0);
  EXPECT_EQ(reader.varint(), 0u);
  EXPECT_EQ(reader.real(), 0);
  EXPECT_EQ(reader.left(), 0u);
}

TEST(Codec, RefusesVarintsBeyond64Bits) {
  for (const char* bytes : {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
                            "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x80"}) {
    ByteReader reader(bytes);
    reader.varint();
    EXPECT_TRUE(reader.failed());
  }
}

TEST(Crc32, HasTheCheckValueOfItsCatalogue) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);  // CRC-32/ISO-HDLC
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32("6789", crc32("12345")), 0xCBF43926u);
}

}  // namespace
}  // namespace evenkeel
