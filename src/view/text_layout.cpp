#include "view/text_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenkeel::view {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Bytes of the well-formed code point that starts at `text`; 0 where it is none.
std::size_t codePoint(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  return std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length),
                     continues)
             ? length
             : 0;
}

}  // namespace

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string fit(std::string_view text, std::size_t width) {
  const std::size_t have = columns(text);
  if (have <= width) return std::string(text) + std::string(width - have, ' ');
  if (width == 0) return {};
  std::string cut;
  for (std::size_t i = 0, n = 0; i < text.size(); ++i) {
    if (!continues(text[i]) && n++ == width - 1) break;
    cut += text[i];
  }
  return cut + "…";
}

std::string wrap(std::string_view text, std::size_t width, std::string_view indent,
                 std::size_t start) {
  std::string out;
  std::size_t column = start;
  bool fresh = true;  // nothing on this line yet
  while (!text.empty()) {
    std::size_t space = text.find(' ');
    if (text.substr(std::min(space, text.size())).starts_with(" %"))  // stays with its number
      space = text.find(' ', space + 1);
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!fresh && column + 1 + columns(word) > width) {
      out += '\n';
      out += indent;
      column = columns(indent);
    } else if (!fresh) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns(word);
    fresh = false;
  }
  return out;
}

std::string cutOut(std::string_view text, std::size_t width, std::size_t lines) {
  const auto all = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const std::size_t kept = all <= lines ? all : std::max<std::size_t>(lines, 1) - 1;
  std::string out;
  for (std::size_t i = 0; i < kept; ++i) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    out += columns(line) > width ? fit(line, width) : std::string(line);
    out += '\n';
    text.remove_prefix(end + 1);
  }
  if (kept < all) out += fit("… " + std::to_string(all - kept) + " more lines", width) + '\n';
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = codePoint(text);
    const auto first = static_cast<unsigned char>(text[0]);
    const bool control =
        first < 0x20 || first == 0x7f ||
        (length == 2 && first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0);
    if (length == 0 || control) {
      out += '?';
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string sparkline(std::span<const std::optional<double>> values, std::size_t width,
                      double top) {
  static constexpr std::array<const char*, 8> kLevels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (values.size() > width) values = values.last(width);
  if (top <= 0) {
    for (const auto& value : values) top = std::max(top, value.value_or(0));
  }
  std::string out(width - values.size(), ' ');
  for (const auto& value : values) {
    if (!value || !std::isfinite(*value)) {
      out += ' ';
      continue;
    }
    const double share = top > 0 ? std::clamp(*value / top, 0.0, 1.0) : 0;
    out += kLevels[static_cast<std::size_t>(std::min(7.0, std::floor(share * 8)))];
  }
  return out;
}

std::string bar(double share, std::size_t width) {
  static constexpr std::array<const char*, 8> kParts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double clamped = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
  const auto eighths =
      static_cast<std::size_t>(std::lround(clamped * 8 * static_cast<double>(width)));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  out += kParts[eighths % 8];
  return fit(out, width);
}

}  // namespace evenkeel::view
