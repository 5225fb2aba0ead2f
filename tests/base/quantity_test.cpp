#include "base/quantity.h"

#include <gtest/gtest.h>

#include <limits>

namespace evenkeel {
namespace {

std::int64_t milli(std::string_view text) {
  const auto q = Quantity::parse(text);
  return q ? q->milli : -999'999;
}

TEST(Quantity, ReadsWhatKubernetesReads) {
  EXPECT_EQ(milli("0"), 0);
  EXPECT_EQ(milli("500m"), 500);
  EXPECT_EQ(milli("2"), 2000);
  EXPECT_EQ(milli("1.5"), 1500);
  EXPECT_EQ(milli(".5"), 500);
  EXPECT_EQ(milli("5."), 5000);
  EXPECT_EQ(milli("+1k"), 1'000'000);
  EXPECT_EQ(milli("-1"), -1000);
  EXPECT_EQ(milli("256Mi"), 256LL * 1024 * 1024 * 1000);
  EXPECT_EQ(milli("1.5Gi"), 1536LL * 1024 * 1024 * 1000);
  EXPECT_EQ(milli("4G"), 4'000'000'000'000);
  EXPECT_EQ(milli("1e3"), 1'000'000);
  EXPECT_EQ(milli("12E2"), 1'200'000);
  EXPECT_EQ(milli("1e-3"), 1);
  EXPECT_EQ(milli("0E"), 0);
}

TEST(Quantity, RoundsAwayFromZeroBelowAMilliUnit) {
  EXPECT_EQ(milli("1n"), 1);
  EXPECT_EQ(milli("1500u"), 2);
  EXPECT_EQ(milli("-1n"), -1);
  EXPECT_EQ(milli("0.0001"), 1);
  EXPECT_EQ(milli("1e-900"), 1);
}

TEST(Quantity, RefusesWhatIsNotOneOrTooLarge) {
  for (const char* text :
       {"", "m", "1 ", " 1", "1x", "1mm", "1e", "1e+", "--1", "1.2.3", "1ki", "0x10", "NaN", "10P",
        "9.3P", "1E", "1e30", "99999999999999999999999999999999"}) {
    EXPECT_FALSE(Quantity::parse(text)) << text;
  }
  EXPECT_EQ(milli("9.2P"), 9'200'000'000'000'000'000);
}

TEST(Quantity, TextIsReadBackExactly) {
  for (const std::int64_t m :
       {0L, 1L, 999L, 1000L, 123'456'789L, -250L, 256L * 1024 * 1024 * 1000}) {
    EXPECT_EQ(milli(Quantity{m}.text()), m);
    EXPECT_EQ(milli(Quantity{m}.binaryText()), m);
  }
  EXPECT_EQ(Quantity::parse("256Mi")->binaryText(), "256Mi");
  EXPECT_EQ(Quantity::parse("4G")->binaryText(), "4G");
  EXPECT_EQ(Quantity::parse("1024000")->binaryText(), "1024k");
  EXPECT_EQ(Quantity::parse("1000Ki")->binaryText(), "1024k");
  EXPECT_EQ(Quantity::parse("250m")->text(), "250m");
}

TEST(Quantity, SumsSaturate) {
  constexpr auto most = Quantity{std::numeric_limits<std::int64_t>::max()};
  constexpr auto least = Quantity{std::numeric_limits<std::int64_t>::min()};
  static_assert(Quantity{2} + Quantity{3} == Quantity{5});
  static_assert(Quantity{2} - Quantity{3} == Quantity{-1});
  static_assert(most + Quantity{1} == most);
  static_assert(least + Quantity{-1} == least);
  static_assert(least - Quantity{1} == least);
  static_assert(most - least == most);
  const Quantity large = Quantity::parse("9.2P").value();
  EXPECT_EQ(large + large, most);
  EXPECT_EQ(Quantity{} - large - large, least);
}

}  // namespace
}  // namespace evenkeel
