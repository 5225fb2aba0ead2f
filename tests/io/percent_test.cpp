#include "io/percent.h"

#include <gtest/gtest.h>

namespace evenkeel::io {
namespace {

TEST(Percent, OnlyWhatIsPlainStays) {
  EXPECT_EQ(percentEncoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percentEncoded("a b/c=d&e%"), "a%20b%2Fc%3Dd%26e%25");
  EXPECT_EQ(percentEncoded(std::string("\xc3\xa4\0", 3)), "%C3%A4%00");
}

TEST(Percent, WhatWasEncodedIsReadBack) {
  const std::string all("a b/%c=d&e%\xc3\xa4\0", 14);
  EXPECT_EQ(percentDecoded(percentEncoded(all)), all);
  EXPECT_EQ(percentDecoded("%2f%2F100%%4"), "//100%%4");
}

}  // namespace
}  // namespace evenkeel::io
