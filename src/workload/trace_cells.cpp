#include "workload/trace_cells.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace evenkeel {
namespace {

std::vector<ColumnValue> conditionsOf(const TraceLoad& load) {
  std::vector<ColumnValue> conditions = load.andWhere;
  if (load.where) conditions.insert(conditions.begin(), *load.where);
  return conditions;
}

}  // namespace

std::string quotedCell(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return fmt::format("'{}{}'", text.substr(0, kShown), text.size() > kShown ? "..." : "");
}

std::optional<double> cellNumber(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<double> cellCount(const std::string& text, const std::string& where) {
  const auto value = cellNumber(text);
  if (value && *value >= 0 && *value <= kMaxTraceCount) return *value;
  return fail(ErrorKind::Invalid, where, quotedCell(text) + " is not a count",
              fmt::format("a number between 0 and {}{}", kMaxTraceCount,
                          text.empty() ? ", or gaps: zero or gaps: hold" : ""));
}

Result<std::optional<double>> cellCountOrGap(const std::string& text, GapRule gaps,
                                             const std::string& where) {
  if (text.empty() && gaps != GapRule::Refuse) return std::optional<double>{};
  const auto count = cellCount(text, where);
  if (!count) return tl::unexpected(count.error());
  return std::optional<double>{*count};
}

Result<std::size_t> findColumn(const std::vector<std::string>& header, const std::string& name,
                               const std::string& where) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found != header.end() && std::find(found + 1, header.end(), name) == header.end()) {
    return static_cast<std::size_t>(found - header.begin());
  }
  std::string valid = "columns are ";
  for (std::size_t i = 0; i < std::min<std::size_t>(header.size(), 20); ++i) {
    valid += (i > 0 ? ", " : "") + quotedCell(header[i]);
  }
  return fail(ErrorKind::Invalid, where,
              (found == header.end() ? "no column " : "more than one column ") + quotedCell(name),
              valid + (header.size() > 20 ? ", ..." : ""));
}

Result<RowFilter> RowFilter::of(const std::vector<std::string>& header, const TraceLoad& load,
                                const std::string& where) {
  RowFilter filter;
  for (const ColumnValue& condition : conditionsOf(load)) {
    const auto column = findColumn(header, condition.column, where);
    if (!column) return tl::unexpected(column.error());
    filter.conditions_.push_back({*column, condition.value});
  }
  return filter;
}

bool RowFilter::accepts(const std::vector<std::string>& cells) const {
  return std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
    return cells[condition.column] == condition.value;
  });
}

tl::unexpected<Error> RowFilter::noRow(const TraceLoad& load) {
  std::string wanted;
  for (const ColumnValue& condition : conditionsOf(load)) {
    wanted += (wanted.empty() ? "" : " and whose ") + condition.column + " is " +
              quotedCell(condition.value);
  }
  if (wanted.empty()) {
    return fail(ErrorKind::Invalid, load.file, "a header without rows",
                "at least two rows, which tell the interval");
  }
  return fail(ErrorKind::Invalid, load.file, "no row whose " + wanted,
              "a value that stands in that column");
}

}  // namespace evenkeel
