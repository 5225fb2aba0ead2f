#include "base/quantity.h"

#include <array>
#include <cmath>
#include <limits>

namespace evenkeel {
namespace {

__extension__ using Wide = __int128;

struct Suffix {
  std::string_view name;
  std::int64_t numerator;  // milli-units = value * numerator / denominator
  std::int64_t denominator;
};

constexpr std::int64_t kMilli = 1000;
constexpr std::array<Suffix, 16> kSuffixes{{
    {"n", 1, 1'000'000},
    {"u", 1, 1'000},
    {"m", 1, 1},
    {"", kMilli, 1},
    {"k", kMilli * 1'000, 1},
    {"M", kMilli * 1'000'000, 1},
    {"G", kMilli * 1'000'000'000, 1},
    {"T", kMilli * 1'000'000'000'000, 1},
    {"P", kMilli * 1'000'000'000'000'000, 1},
    {"Ki", kMilli << 10, 1},
    {"Mi", kMilli << 20, 1},
    {"Gi", kMilli << 30, 1},
    {"Ti", kMilli << 40, 1},
    {"Pi", kMilli << 50, 1},
    {"E", 0, 0},  // understood, always out of range unless zero
    {"Ei", 0, 0},
}};

tl::unexpected<Error> notAQuantity(std::string_view text) {
  return fail(ErrorKind::Invalid, "", "'" + std::string(text.substr(0, 64)) + "' is not a quantity",
              "write a number with an optional suffix, such as 500m, 2, 1.5, 256Mi or 4G");
}

tl::unexpected<Error> outOfRange(std::string_view text) {
  return fail(ErrorKind::Invalid, "", "'" + std::string(text.substr(0, 64)) + "' is out of range",
              "the largest quantity is 9.2P");
}

}  // namespace

Quantity Quantity::fromDouble(double units) {
  const double milli = units * 1000;
  if (std::isnan(milli)) return {};
  if (milli >= 9.2e18) return {std::numeric_limits<std::int64_t>::max()};
  if (milli <= -9.2e18) return {std::numeric_limits<std::int64_t>::min()};
  return {std::llround(milli)};
}

Result<Quantity> Quantity::parse(std::string_view text) {
  std::size_t i = 0;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';

  // mantissa / 10^fractionDigits; beyond 25 significant digits nothing can be in range and exact.
  Wide mantissa = 0;
  int digits = 0;
  int significant = 0;
  int fractionDigits = 0;
  bool dropped = false;  // a non-zero digit beyond what we keep: rounds away from zero
  bool point = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    ++digits;
    if (significant < 25) {
      mantissa = mantissa * 10 + (c - '0');
      if (mantissa != 0) ++significant;
      if (point) ++fractionDigits;
    } else {
      if (!point) return outOfRange(text);
      dropped = dropped || c != '0';
    }
  }
  if (digits == 0) return notAQuantity(text);

  std::string_view rest = text.substr(i);
  int exponent = 0;
  Suffix suffix = kSuffixes[3];
  if (rest.size() >= 2 && (rest[0] == 'e' || rest[0] == 'E') &&
      (rest[1] == '-' || rest[1] == '+' || (rest[1] >= '0' && rest[1] <= '9'))) {
    std::size_t j = 1;
    const bool down = rest[j] == '-';
    if (rest[j] == '-' || rest[j] == '+') ++j;
    if (j == rest.size()) return notAQuantity(text);
    for (; j < rest.size(); ++j) {
      if (rest[j] < '0' || rest[j] > '9') return notAQuantity(text);
      exponent = exponent * 10 + (rest[j] - '0');
      if (exponent > 1000) exponent = 1000;
    }
    if (down) exponent = -exponent;
  } else {
    bool known = false;
    for (const auto& s : kSuffixes) {
      if (s.name != rest) continue;
      suffix = s;
      known = true;
    }
    if (!known) return notAQuantity(text);
  }
  if (mantissa == 0) return Quantity{0};
  if (suffix.denominator == 0) return outOfRange(text);

  // milli = mantissa * numerator / denominator * 10^(exponent - fractionDigits)
  constexpr Wide kLimit = Wide{std::numeric_limits<std::int64_t>::max()};
  int power = exponent - fractionDigits;
  Wide divisor = suffix.denominator;
  Wide value = mantissa;
  constexpr Wide kRoom = Wide{1} << 90;
  while (power < 0 && divisor < kRoom) {
    divisor *= 10;
    ++power;
  }
  if (power < 0) return Quantity{negative ? -1 : 1};  // far below a milli-unit
  while (power > 0 && value < kRoom) {
    value *= 10;
    --power;
  }
  if (power > 0) return outOfRange(text);
  // value * numerator may pass 128 bits: divide first by parts.
  const Wide whole = value / divisor;
  const Wide part = value % divisor;
  if (whole > kLimit / suffix.numerator) return outOfRange(text);
  Wide milli = whole * suffix.numerator;
  Wide remainder = part;
  Wide numerator = suffix.numerator;
  Wide scaledDivisor = divisor;
  while (remainder != 0 && remainder > (Wide{1} << 126) / numerator) {  // keep the product in range
    dropped = dropped || remainder % 2 != 0 || scaledDivisor % 2 != 0;
    remainder /= 2;
    scaledDivisor /= 2;
  }
  const Wide product = remainder * numerator;
  milli += product / scaledDivisor;
  if (product % scaledDivisor != 0 || dropped) milli += 1;
  if (milli > kLimit) return outOfRange(text);
  const auto result = static_cast<std::int64_t>(milli);
  return Quantity{negative ? -result : result};
}

std::string Quantity::text() const {
  if (milli % 1000 != 0) return std::to_string(milli) + "m";
  return std::to_string(milli / 1000);
}

std::string Quantity::binaryText() const {
  static constexpr std::array<std::string_view, 6> kNames{"", "Ki", "Mi", "Gi", "Ti", "Pi"};
  if (milli == 0 || milli % 1000 != 0) return text();
  static constexpr std::array<std::string_view, 6> kDecimalNames{"", "k", "M", "G", "T", "P"};
  const auto shortest = [this](std::int64_t base, const auto& names) {
    std::int64_t units = milli / 1000;
    std::size_t step = 0;
    while (units % base == 0 && step + 1 < names.size()) {
      units /= base;
      ++step;
    }
    return std::to_string(units) + std::string(names[step]);
  };
  const std::string binary = shortest(1024, kNames);
  const std::string decimal = shortest(1000, kDecimalNames);
  return decimal.size() < binary.size() ? decimal : binary;
}

}  // namespace evenkeel
