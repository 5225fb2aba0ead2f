// A table of text: columns as wide as their widest cell, figures to the right.
#pragma once

#include <string>
#include <vector>

namespace evenkeel::view {

enum class Align { Left, Right };

struct Column {
  std::string title;
  Align align = Align::Right;
};

// Every row has a cell for every column. Lines end without spaces; the last ends with a line break.
std::string table(const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& rows);

}  // namespace evenkeel::view
