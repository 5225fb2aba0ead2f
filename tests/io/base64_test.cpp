#include "io/base64.h"

#include <gtest/gtest.h>

namespace evenkeel::io {
namespace {

TEST(Base64, VectorsOfTheRfc) {  // RFC 4648, §10
  EXPECT_EQ(decodeBase64(""), "");
  EXPECT_EQ(decodeBase64("Zg=="), "f");
  EXPECT_EQ(decodeBase64("Zm8="), "fo");
  EXPECT_EQ(decodeBase64("Zm9v"), "foo");
  EXPECT_EQ(decodeBase64("Zm9vYg=="), "foob");
  EXPECT_EQ(decodeBase64("Zm9vYmFy"), "foobar");
}

TEST(Base64, WritesWhatItReads) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba"})
    EXPECT_EQ(decodeBase64(encodeBase64(text)), text);
  EXPECT_EQ(encodeBase64("fooba"), "Zm9vYmE=");
}

TEST(Base64, LinesAreJoined) {
  EXPECT_EQ(decodeBase64("Zm9v\nYmFy\n"), "foobar");
  EXPECT_EQ(decodeBase64("AAEC/w=="), (std::string{0, 1, 2, static_cast<char>(0xff)}));
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text : {"Zm9", "Z", "Zm9v*mFy", "Zg==Zg==", "====", "Zm9vYg="})
    EXPECT_FALSE(decodeBase64(text)) << text;
}

}  // namespace
}  // namespace evenkeel::io
