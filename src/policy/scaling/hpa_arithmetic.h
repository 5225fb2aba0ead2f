// Integer arithmetic that stays in range.
//
// Where Kubernetes caps a result at the largest int32 or int64, so do these. Where its arithmetic
// would wrap around (which turns an absurd load into a request for no pods), these cap as well.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace evenkeel::hpa {

inline constexpr std::int32_t kMaxReplicas = std::numeric_limits<std::int32_t>::max();

constexpr std::int64_t saturatingAdd(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min();
}

constexpr std::int64_t saturatingMultiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(a, b, &product)) return product;
  return (a < 0) == (b < 0) ? std::numeric_limits<std::int64_t>::max()
                            : std::numeric_limits<std::int64_t>::min();
}

constexpr std::int32_t saturateToInt32(std::int64_t value) {
  if (value > std::numeric_limits<std::int32_t>::max())
    return std::numeric_limits<std::int32_t>::max();
  if (value < std::numeric_limits<std::int32_t>::min())
    return std::numeric_limits<std::int32_t>::min();
  return static_cast<std::int32_t>(value);
}

// NaN becomes zero.
inline std::int32_t ceilToInt32(double value) {
  const double up = std::ceil(value);
  if (up >= 2147483647.0) return std::numeric_limits<std::int32_t>::max();
  if (up <= -2147483648.0) return std::numeric_limits<std::int32_t>::min();
  return std::isnan(up) ? 0 : static_cast<std::int32_t>(up);
}

}  // namespace evenkeel::hpa
