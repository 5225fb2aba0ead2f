#include "view/table.h"

#include <algorithm>

#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

std::string line(const std::vector<std::string>& cells, const std::vector<Column>& layout,
                 const std::vector<std::size_t>& widths) {
  std::string out;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const std::string& cell = i < cells.size() ? cells[i] : std::string();
    const std::string space(widths[i] - columns(cell), ' ');
    if (i > 0) out += "  ";
    out += layout[i].align == Align::Right ? space + cell : cell + space;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + '\n';
}

}  // namespace

std::string table(const std::vector<Column>& layout,
                  const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    titles.push_back(layout[i].title);
    std::size_t width = columns(layout[i].title);
    for (const auto& row : rows) {
      if (i < row.size()) width = std::max(width, columns(row[i]));
    }
    widths.push_back(width);
  }
  std::string out = line(titles, layout, widths);
  for (const auto& row : rows) out += line(row, layout, widths);
  return out;
}

}  // namespace evenkeel::view
