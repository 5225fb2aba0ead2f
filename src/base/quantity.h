// A Kubernetes quantity, exact to a thousandth: 64-bit milli-units.
//
// Source: Kubernetes resource.Quantity; suffixes n u m (none) k M G T P E, Ki Mi Gi Ti Pi Ei and
// decimal exponents. What is finer than a milli-unit is rounded away from zero, as Kubernetes does
// for milli values. Range: ±9.2e15 units; beyond it parsing fails, sums saturate.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evenkeel {

struct Quantity {
  std::int64_t milli = 0;

  static constexpr Quantity units(std::int64_t n) { return Quantity{n * 1000}; }
  static constexpr Quantity millis(std::int64_t n) { return Quantity{n}; }
  // Rounded to the nearest milli-unit; saturates; NaN becomes zero.
  static Quantity fromDouble(double units);
  static Result<Quantity> parse(std::string_view text);

  // Rounded up, as Kubernetes' Value().
  constexpr std::int64_t ceilUnits() const { return milli / 1000 + (milli % 1000 > 0 ? 1 : 0); }
  constexpr double asDouble() const { return static_cast<double>(milli) / 1000.0; }
  // Exact: "2", "500m".
  std::string text() const;
  // As text(), with a suffix: binary ("512Mi"), or decimal where that is shorter ("4G"). Exact.
  std::string binaryText() const;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a.milli, b.milli, &sum) ? limit(b.milli > 0) : Quantity{sum};
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    std::int64_t rest = 0;
    return __builtin_sub_overflow(a.milli, b.milli, &rest) ? limit(b.milli < 0) : Quantity{rest};
  }

 private:
  static constexpr Quantity limit(bool above) {
    using Limits = std::numeric_limits<std::int64_t>;
    return Quantity{above ? Limits::max() : Limits::min()};
  }
};

}  // namespace evenkeel
