#include "program/prices.h"

#include <charconv>
#include <optional>

namespace evenkeel::program {
namespace {

constexpr double kMost = 1e12;  // beyond it sums are no numbers any more

std::optional<double> priceIn(std::string_view text) {
  double price = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), price);
  const bool isWhole = fault == std::errc() && end == text.data() + text.size();
  return isWhole && price >= 0 && price <= kMost ? std::optional(price) : std::nullopt;
}

}  // namespace

Result<Prices> parsePrices(std::string_view text) {
  std::optional<double> core;
  std::optional<double> gib;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    std::optional<double>& price = name == "cpu" ? core : gib;
    const bool isKnown = equals != std::string_view::npos && (name == "cpu" || name == "memory");
    const auto read = isKnown && !price ? priceIn(part.substr(equals + 1)) : std::nullopt;
    if (!read)
      return fail(ErrorKind::Invalid, "--prices", "found '" + std::string(part) + "'",
                  "write what a core and a GiB cost an hour: cpu=0.03,memory=0.004");
    price = read;
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return Prices{core.value_or(0), gib.value_or(0)};
}

std::string pricesFault(const std::string& text) {
  const auto prices = parsePrices(text);
  return prices ? std::string() : prices.error().what + "; " + prices.error().valid;
}

}  // namespace evenkeel::program
