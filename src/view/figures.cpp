#include "view/figures.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace evenkeel::view {
namespace {

// Three significant digits, without zeros at the end of a fraction.
std::string digits(double value) {
  const double magnitude = std::abs(value);
  const int decimals = magnitude >= 99.95    ? 0
                       : magnitude >= 9.995  ? 1
                       : magnitude >= 0.9995 ? 2
                                             : 3;
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace

std::string number(double value) {
  if (!std::isfinite(value)) return "-";
  static constexpr std::array<std::pair<double, const char*>, 3> kScales{
      {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}}};
  for (const auto& [scale, suffix] : kScales) {
    if (std::abs(value) >= scale) return digits(value / scale) + suffix;
  }
  if (value != 0 && std::abs(value) < 0.0005) return fmt::format("{:.2g}", value);
  return digits(value);
}

std::string number(double value, std::string_view unit) {
  return unit.empty() ? number(value) : fmt::format("{} {}", number(value), unit);
}

std::string count(std::int64_t n, std::string_view one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

std::string seconds(double value) {
  if (!std::isfinite(value)) return "-";
  const double magnitude = std::abs(value);
  if (magnitude == 0) return "0 s";
  if (magnitude < 0.9995e-3) return digits(value * 1e6) + " µs";
  if (magnitude < 0.9995) return digits(value * 1e3) + " ms";
  if (magnitude < 119.95) return digits(value) + " s";
  if (magnitude < 7199.5) return digits(value / 60) + " min";
  return digits(value / 3600) + " h";
}

std::string percent(double share) {
  return std::isfinite(share) ? digits(share * 100) + " %" : "-";
}

std::string bytes(double value) {
  if (!std::isfinite(value)) return "-";
  static constexpr std::array<const char*, 5> kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (std::abs(value) >= 1023.5 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", digits(value), kUnits[unit]);
}

std::string cores(double value) {
  if (!std::isfinite(value)) return "-";
  if (value != 0 && std::abs(value) < 1) return digits(value * 1000) + " millicores";
  return digits(value) + (value == 1 ? " core" : " cores");
}

std::string span(Duration value) {
  if (value < 120s) return seconds(toSeconds(value));
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(value).count();
  const auto h = whole / 3600;
  const auto m = whole / 60 % 60;
  const auto s = whole % 60;
  std::string text;
  if (h > 0) text += fmt::format("{} h ", h);
  if (m > 0) text += fmt::format("{} min ", m);
  if (s > 0) text += fmt::format("{} s ", s);
  text.pop_back();
  return text;
}

std::string clock(Instant when) {
  const auto since = when.time_since_epoch();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since).count();
  const auto day = whole >= 0 ? whole / 86400 : 0;
  const auto rest = whole - day * 86400;
  const std::string days = day > 0 ? fmt::format("{}d ", day) : "";
  if (rest < 0) return fmt::format("{} s before the start", -rest);
  return fmt::format("{}{:02}:{:02}:{:02}", days, rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace evenkeel::view
