// A table of text: columns as wide as their widest cell, figures to the right.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace evenkeel::view {

enum class Align { Left, Right };

struct Column {
  std::string title;
  Align align = Align::Right;
};

// Every row has a cell for every column. Lines end without spaces; the last
// ends with a line break. Columns for which `width` leaves no room follow in
// tables of their own, each after the first column again and an empty line.
std::string table(const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& rows,
                  std::size_t width = std::numeric_limits<std::size_t>::max());

}  // namespace evenkeel::view
