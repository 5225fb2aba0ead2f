// The cells of a trace's file: which column is which, which rows count, what a cell holds.
//
// Errors bear file:line, and name what would be valid.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/scenario.h"

namespace evenkeel {

inline constexpr double kMaxTraceCount = 1e12;

// In single quotes, cut after 40 characters.
std::string quotedCell(std::string_view text);

// All of it a number; absent: it is not.
std::optional<double> cellNumber(std::string_view text);

// Between zero and kMaxTraceCount.
Result<double> cellCount(const std::string& text, const std::string& where);
// Absent: the cell is empty and `gaps` allows for that: the value is missing.
Result<std::optional<double>> cellCountOrGap(const std::string& text, GapRule gaps,
                                             const std::string& where);

Result<std::size_t> findColumn(const std::vector<std::string>& header, const std::string& name,
                               const std::string& where);

// The rows that `where` and `andWhere` leave.
class RowFilter {
 public:
  static Result<RowFilter> of(const std::vector<std::string>& header, const TraceLoad& load,
                              const std::string& where);
  bool accepts(const std::vector<std::string>& cells) const;
  // That no row was accepted, or that there was none.
  static tl::unexpected<Error> noRow(const TraceLoad& load);

 private:
  struct Condition {
    std::size_t column;
    std::string value;
  };
  std::vector<Condition> conditions_;
};

}  // namespace evenkeel
