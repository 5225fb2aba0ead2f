#include "workload/trace_rows.h"

#include <fmt/core.h>

#include <cmath>
#include <optional>
#include <string>

#include "workload/csv.h"
#include "workload/timestamp.h"
#include "workload/trace_cells.h"

namespace evenkeel {
namespace {

constexpr std::size_t kMaxRows = 4'000'000;
constexpr double kMaxSeconds = 9e9;  // what an Instant can hold

enum class TimeForm { Seconds, Minutes, Timestamp };

struct Columns {
  std::size_t time = 0;
  std::optional<std::size_t> count = 1;  // absent: each row is one
  std::string timeName;
};

std::optional<std::int64_t> timeOf(std::string_view text, TimeForm form) {
  if (form == TimeForm::Timestamp) {
    const auto time = parseTraceTime(text);
    if (!time) return std::nullopt;
    return std::chrono::round<std::chrono::microseconds>(time->time_since_epoch()).count();
  }
  const auto value = cellNumber(text);
  if (!value) return std::nullopt;
  const double inSeconds = form == TimeForm::Minutes ? *value * 60 : *value;
  if (!(std::abs(inSeconds) <= kMaxSeconds)) return std::nullopt;
  return std::llround(inSeconds * 1e6);
}

bool hasWordMinute(std::string_view name) {
  std::string word;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char lower = i < name.size() ? static_cast<char>(name[i] | 0x20) : ' ';
    if (lower >= 'a' && lower <= 'z') {
      word += lower;
      continue;
    }
    if (word == "minute" || word == "minutes" || word == "min" || word == "mins") return true;
    word.clear();
  }
  return false;
}

std::optional<TimeForm> formOf(std::string_view text, const std::string& columnName) {
  if (cellNumber(text)) return hasWordMinute(columnName) ? TimeForm::Minutes : TimeForm::Seconds;
  if (parseTraceTime(text)) return TimeForm::Timestamp;
  return std::nullopt;
}

Result<Columns> columnsOf(const std::vector<std::string>& header, const TraceLoad& load,
                          const std::string& where) {
  if (header.size() < 2 && !load.countEvery) {
    return fail(ErrorKind::Invalid, where, "a single column",
                "a time and a count, separated by commas");
  }
  if (formOf(header[0], "")) {
    return fail(ErrorKind::Invalid, where,
                "the first line has no column names but " + quotedCell(header[0]),
                "a header such as time,requests");
  }
  Columns columns;
  if (!load.timeColumn.empty()) {
    const auto found = findColumn(header, load.timeColumn, where);
    if (!found) return tl::unexpected(found.error());
    columns.time = *found;
  }
  if (load.countEvery) columns.count.reset();
  if (!load.countColumn.empty()) {
    const auto found = findColumn(header, load.countColumn, where);
    if (!found) return tl::unexpected(found.error());
    columns.count = *found;
  }
  if (columns.time == columns.count) {
    return fail(ErrorKind::Invalid, where,
                quotedCell(header[columns.time]) + " would be both the time and the count",
                "name the other column too");
  }
  columns.timeName = header[columns.time];
  return columns;
}

Result<void> checkOrder(std::int64_t time, const std::vector<TraceRow>& before,
                        const std::string& text, const TraceLoad& load, const std::string& where) {
  if (before.empty() || load.combine != CombineRule::Refuse || time > before.back().time ||
      (load.countEvery && time == before.back().time)) {
    return {};
  }
  return fail(ErrorKind::Invalid, where,
              quotedCell(text) + (load.countEvery ? " is earlier than the row before"
                                                  : " is not later than the row before"),
              load.countEvery ? "rows in order of time"
                              : "rows in order of time; of a file that holds several series one "
                                "(where), or combine: sum or combine: mean");
}

}  // namespace

Result<std::vector<TraceRow>> traceRows(std::string_view text, const TraceLoad& load) {
  CsvReader csv(text, load.file);
  std::vector<std::string> fields;
  auto more = csv.next(fields);
  if (!more) return tl::unexpected(more.error());
  if (!*more) {
    return fail(ErrorKind::Invalid, load.file, "the trace is empty",
                "a header and rows of time and count");
  }
  const auto columns = columnsOf(fields, load, csv.where());
  if (!columns) return tl::unexpected(columns.error());
  const auto filter = RowFilter::of(fields, load, csv.where());
  if (!filter) return tl::unexpected(filter.error());
  const std::size_t width = fields.size();

  std::vector<TraceRow> rows;
  std::optional<TimeForm> form;
  bool emptyCells = false;
  while ((more = csv.next(fields)) && *more) {
    if (fields.size() != width) {
      return fail(ErrorKind::Invalid, csv.where(), fmt::format("{} columns", fields.size()),
                  fmt::format("{} columns, as in the header", width));
    }
    if (!filter->accepts(fields)) continue;
    const std::string& timeText = fields[columns->time];
    if (!form) form = formOf(timeText, columns->timeName);
    const auto time = form ? timeOf(timeText, *form) : std::nullopt;
    if (!time) {
      return fail(ErrorKind::Invalid, csv.where(), quotedCell(timeText) + " is not a time",
                  rows.empty() ? "seconds, minutes or ISO 8601" : "the form of the first row");
    }
    if (auto order = checkOrder(*time, rows, timeText, load, csv.where()); !order) {
      return tl::unexpected(order.error());
    }
    Result<std::optional<double>> count = std::optional<double>(1.0);
    if (columns->count) count = cellCountOrGap(fields[*columns->count], load.gaps, csv.where());
    if (!count) return tl::unexpected(count.error());
    emptyCells = emptyCells || !*count;
    if (!*count) continue;
    if (rows.size() == kMaxRows) {
      return fail(ErrorKind::Invalid, csv.where(), "the trace is too long",
                  fmt::format("at most {} rows", kMaxRows));
    }
    rows.push_back({*time, **count, csv.line()});
  }
  if (!more) return tl::unexpected(more.error());
  if (rows.empty() && !emptyCells) return RowFilter::noRow(load);
  if (rows.size() < 2) {
    return fail(ErrorKind::Invalid, load.file, rows.empty() ? "no row has a count" : "a single row",
                "at least two rows, which tell the interval");
  }
  return rows;
}

}  // namespace evenkeel
