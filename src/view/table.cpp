#include "view/table.h"

#include <algorithm>

#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

constexpr std::size_t kGap = 2;

using Chosen = std::vector<std::size_t>;  // columns

std::string line(const std::vector<std::string>& cells, const std::vector<Column>& layout,
                 const std::vector<std::size_t>& widths, const Chosen& chosen) {
  std::string out;
  for (const std::size_t i : chosen) {
    const std::string& cell = i < cells.size() ? cells[i] : std::string();
    const std::string space(widths[i] - columns(cell), ' ');
    if (i > 0) out += std::string(kGap, ' ');
    out += layout[i].align == Align::Right ? space + cell : cell + space;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + '\n';
}

// The first column in each, and one other at least.
std::vector<Chosen> parts(const std::vector<std::size_t>& widths, std::size_t width) {
  std::vector<Chosen> parts{{0}};
  std::size_t used = widths[0];
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const std::size_t wanted = kGap + widths[i];
    if (parts.back().size() > 1 && used + wanted > width) {
      parts.push_back({0});
      used = widths[0];
    }
    parts.back().push_back(i);
    used += wanted;
  }
  return parts;
}

}  // namespace

std::string table(const std::vector<Column>& layout,
                  const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  if (layout.empty()) return {};
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    titles.push_back(layout[i].title);
    std::size_t widest = columns(layout[i].title);
    for (const auto& row : rows) {
      if (i < row.size()) widest = std::max(widest, columns(row[i]));
    }
    widths.push_back(widest);
  }
  std::string out;
  for (const Chosen& part : parts(widths, width)) {
    if (!out.empty()) out += '\n';
    out += line(titles, layout, widths, part);
    for (const auto& row : rows) out += line(row, layout, widths, part);
  }
  return out;
}

}  // namespace evenkeel::view
