// A Kubernetes quantity, exact to a thousandth: 64-bit milli-units.
//
// Source: Kubernetes resource.Quantity; suffixes n u m (none) k M G T P E, Ki Mi Gi Ti Pi Ei and
// decimal exponents. What is finer than a milli-unit is rounded away from zero, as Kubernetes does
// for milli values. Range: ±9.2e15 units; beyond it parsing fails rather than saturates.
#pragma once

#include <compare>
#include <cstdint>
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
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.milli + b.milli}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.milli - b.milli}; }
};

}  // namespace evenkeel
