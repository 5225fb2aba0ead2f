// Values and loads drawn by RapidCheck, for tests that need any valid one.
#pragma once

#include <cstdint>
#include <string>

#include "base/quantity.h"
#include "model/scenario.h"

namespace evenkeel {

// Draws from RapidCheck; without shrinking, which takes minutes for this many values.
class DrawnValues {
 public:
  std::int64_t whole(std::int64_t low, std::int64_t high);
  std::int32_t small(std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>(whole(low, high));
  }
  bool yes() { return whole(0, 1) == 1; }
  double real(double low, double high) {
    return low + (high - low) * static_cast<double>(whole(1, 1'000'003)) / 1'000'003.0;
  }
  Duration time() { return Duration(whole(1, 7'200'000'000'000)); }
  Quantity amount() { return Quantity::millis(whole(1, 1'000'000'000'000)); }
  std::string words(int shortest = 0) {
    std::string out(static_cast<std::size_t>(whole(shortest, 40)), ' ');
    for (char& c : out) c = static_cast<char>(whole(0x20, 0x7e));
    return out;
  }
  template <class E>
  E one(int count) {
    return static_cast<E>(small(0, count - 1));
  }
  std::string name(const char* stem, std::size_t i) { return stem + std::to_string(i); }
};

LoadShape drawnShape(DrawnValues& draw);

}  // namespace evenkeel
