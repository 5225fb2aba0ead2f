#include "workload/wide_trace.h"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "workload/csv.h"
#include "workload/trace_cells.h"

namespace evenkeel {
namespace {

struct Sum {
  double value = 0;
  std::size_t rows = 0;
};

Result<void> addRow(const std::vector<std::string>& cells, std::size_t first, const TraceLoad& load,
                    const std::string& where, std::vector<Sum>& sums) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto count = cellCountOrGap(cells[first + i], load.gaps, where);
    if (!count) return tl::unexpected(count.error());
    if (!*count) continue;
    sums[i].value += **count;
    ++sums[i].rows;
  }
  return {};
}

std::vector<double> countsOf(const std::vector<Sum>& sums, const TraceLoad& load) {
  std::vector<double> counts;
  counts.reserve(sums.size());
  for (const Sum& sum : sums) {
    double count = sum.value;
    if (load.combine == CombineRule::Mean && sum.rows > 0) count /= static_cast<double>(sum.rows);
    if (sum.rows == 0 && load.gaps == GapRule::Hold && !counts.empty()) count = counts.back();
    counts.push_back(count);
  }
  return counts;
}

}  // namespace

Result<RateTrace> parseWideTrace(std::string_view text, const TraceLoad& load) {
  if (!load.interval) {
    return fail(ErrorKind::Invalid, load.file, "no interval for its columns",
                "interval: 5m, say, where a column stands for five minutes");
  }
  CsvReader csv(text, load.file);
  std::vector<std::string> fields;
  auto more = csv.next(fields);
  if (!more) return tl::unexpected(more.error());
  if (!*more) {
    return fail(ErrorKind::Invalid, load.file, "the trace is empty", "a header and rows of counts");
  }
  const auto first = findColumn(fields, load.firstCountColumn, csv.where());
  if (!first) return tl::unexpected(first.error());
  const auto filter = RowFilter::of(fields, load, csv.where());
  if (!filter) return tl::unexpected(filter.error());
  const std::size_t width = fields.size();
  if (width - *first < 2) {
    return fail(ErrorKind::Invalid, csv.where(),
                quotedCell(load.firstCountColumn) + " is the last column",
                "the first of the columns of counts, at least two");
  }
  std::vector<Sum> sums(width - *first);
  std::size_t rows = 0;
  while ((more = csv.next(fields)) && *more) {
    if (fields.size() != width) {
      return fail(ErrorKind::Invalid, csv.where(), fmt::format("{} columns", fields.size()),
                  fmt::format("{} columns, as in the header", width));
    }
    if (!filter->accepts(fields)) continue;
    if (++rows > 1 && load.combine == CombineRule::Refuse) {
      return fail(ErrorKind::Invalid, csv.where(), "a second row of counts",
                  "where, to name one row, or combine: sum or combine: mean");
    }
    if (auto added = addRow(fields, *first, load, csv.where(), sums); !added) {
      return tl::unexpected(added.error());
    }
  }
  if (!more) return tl::unexpected(more.error());
  if (rows == 0) return RowFilter::noRow(load);
  return RateTrace{*load.interval, countsOf(sums, load)};
}

}  // namespace evenkeel
