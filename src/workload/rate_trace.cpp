#include "workload/rate_trace.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "workload/csv.h"
#include "workload/timestamp.h"

namespace evenkeel {
namespace {

using Microseconds = std::int64_t;

constexpr Microseconds kMinute = 60'000'000;
constexpr Microseconds kMinInterval = 1'000;
constexpr Microseconds kMaxInterval = 60 * kMinute;
constexpr std::size_t kMaxIntervals = 4'000'000;
constexpr double kMaxSeconds = 9e9;  // what an Instant can hold
constexpr double kMaxCount = 1e12;

enum class TimeForm { Seconds, Minutes, Timestamp };

struct Row {
  Microseconds time;
  double count;
  std::size_t line;
};

struct Columns {
  std::size_t time = 0;
  std::optional<std::size_t> count = 1;  // absent: each row is one
  std::optional<std::size_t> where;
  std::string timeName;
};

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return fmt::format("'{}{}'", text.substr(0, kShown), text.size() > kShown ? "..." : "");
}

double seconds(Microseconds time) {
  return static_cast<double>(time) * 1e-6;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Microseconds> timeOf(std::string_view text, TimeForm form) {
  if (form == TimeForm::Timestamp) {
    const auto time = parseTraceTime(text);
    if (!time) return std::nullopt;
    return std::chrono::round<std::chrono::microseconds>(time->time_since_epoch()).count();
  }
  const auto value = number(text);
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
  if (number(text)) return hasWordMinute(columnName) ? TimeForm::Minutes : TimeForm::Seconds;
  if (parseTraceTime(text)) return TimeForm::Timestamp;
  return std::nullopt;
}

Result<std::size_t> findColumn(const std::vector<std::string>& header, const std::string& name,
                               const std::string& where) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found != header.end() && std::find(found + 1, header.end(), name) == header.end()) {
    return static_cast<std::size_t>(found - header.begin());
  }
  std::string valid = "columns are ";
  for (std::size_t i = 0; i < std::min<std::size_t>(header.size(), 20); ++i) {
    valid += (i > 0 ? ", " : "") + quoted(header[i]);
  }
  return fail(ErrorKind::Invalid, where,
              (found == header.end() ? "no column " : "more than one column ") + quoted(name),
              valid + (header.size() > 20 ? ", ..." : ""));
}

Result<Columns> columnsOf(const std::vector<std::string>& header, const TraceLoad& load,
                          const std::string& where) {
  if (header.size() < 2 && !load.countEvery) {
    return fail(ErrorKind::Invalid, where, "a single column",
                "a time and a count, separated by commas");
  }
  if (formOf(header[0], "")) {
    return fail(ErrorKind::Invalid, where,
                "the first line has no column names but " + quoted(header[0]),
                "a header such as time,requests");
  }
  Columns columns;
  if (!load.timeColumn.empty()) {
    const auto found = findColumn(header, load.timeColumn, where);
    if (!found) return tl::unexpected(found.error());
    columns.time = *found;
  }
  if (load.countEvery) columns.count.reset();
  if (load.where) {
    const auto found = findColumn(header, load.where->column, where);
    if (!found) return tl::unexpected(found.error());
    columns.where = *found;
  }
  if (!load.countColumn.empty()) {
    const auto found = findColumn(header, load.countColumn, where);
    if (!found) return tl::unexpected(found.error());
    columns.count = *found;
  }
  if (columns.time == columns.count) {
    return fail(ErrorKind::Invalid, where,
                quoted(header[columns.time]) + " would be both the time and the count",
                "name the other column too");
  }
  columns.timeName = header[columns.time];
  return columns;
}

Result<double> countOf(const std::string& text, const std::string& where) {
  const auto value = number(text);
  if (value && *value >= 0 && *value <= kMaxCount) return *value;
  return fail(ErrorKind::Invalid, where, quoted(text) + " is not a count",
              fmt::format("a number between 0 and {}", kMaxCount));
}

Result<std::vector<Row>> rowsOf(std::string_view text, const TraceLoad& load) {
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
  const std::size_t width = fields.size();

  std::vector<Row> rows;
  std::optional<TimeForm> form;
  while ((more = csv.next(fields)) && *more) {
    if (fields.size() != width) {
      return fail(ErrorKind::Invalid, csv.where(), fmt::format("{} columns", fields.size()),
                  fmt::format("{} columns, as in the header", width));
    }
    if (columns->where && fields[*columns->where] != load.where->value) continue;
    const std::string& timeText = fields[columns->time];
    if (!form) form = formOf(timeText, columns->timeName);
    const auto time = form ? timeOf(timeText, *form) : std::nullopt;
    if (!time) {
      return fail(ErrorKind::Invalid, csv.where(), quoted(timeText) + " is not a time",
                  rows.empty() ? "seconds, minutes or ISO 8601" : "the form of the first row");
    }
    const bool early =
        !rows.empty() && (load.countEvery ? *time < rows.back().time : *time <= rows.back().time);
    if (early) {
      return fail(ErrorKind::Invalid, csv.where(),
                  quoted(timeText) + (load.countEvery ? " is earlier than the row before"
                                                      : " is not later than the row before"),
                  "rows in order of time");
    }
    const auto count = columns->count ? countOf(fields[*columns->count], csv.where()) : 1.0;
    if (!count) return tl::unexpected(count.error());
    if (rows.size() == kMaxIntervals) {
      return fail(ErrorKind::Invalid, csv.where(), "the trace is too long",
                  fmt::format("at most {} rows", kMaxIntervals));
    }
    rows.push_back({*time, *count, csv.line()});
  }
  if (!more) return tl::unexpected(more.error());
  if (rows.empty() && load.where) {
    return fail(ErrorKind::Invalid, load.file,
                "no row whose " + load.where->column + " is " + quoted(load.where->value),
                "a value that stands in that column");
  }
  if (rows.size() < 2) {
    return fail(ErrorKind::Invalid, load.file,
                rows.empty() ? "a header without rows" : "a single row",
                "at least two rows, which tell the interval");
  }
  return rows;
}

// The commonest distance; of several, the shortest.
Microseconds intervalOf(const std::vector<Row>& rows) {
  std::vector<Microseconds> distances;
  distances.reserve(rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    distances.push_back(rows[i].time - rows[i - 1].time);
  }
  std::sort(distances.begin(), distances.end());
  Microseconds best = 0;
  std::ptrdiff_t bestTimes = 0;
  for (auto run = distances.begin(); run != distances.end();) {
    const auto end = std::upper_bound(run, distances.end(), *run);
    if (end - run > bestTimes) {
      bestTimes = end - run;
      best = *run;
    }
    run = end;
  }
  return best;
}

Result<RateTrace> counted(const std::vector<Row>& rows, Duration every, const std::string& file) {
  const Microseconds interval =
      std::chrono::duration_cast<std::chrono::microseconds>(every).count();
  const Microseconds begin = rows.front().time;
  const auto complete = static_cast<std::size_t>((rows.back().time - begin) / interval);
  if (complete == 0) {
    return fail(ErrorKind::Invalid, file,
                fmt::format("no whole interval: its requests come within {} s",
                            seconds(rows.back().time - begin)),
                "a shorter countEvery or a longer trace");
  }
  if (complete > kMaxIntervals) {
    return fail(ErrorKind::Invalid, file, "the trace has too many intervals",
                fmt::format("at most {}: a longer countEvery", kMaxIntervals));
  }
  RateTrace trace{every, std::vector<double>(complete)};
  for (const Row& row : rows) {
    const auto index = static_cast<std::size_t>((row.time - begin) / interval);
    if (index < complete) trace.counts[index] += row.count;
  }
  return trace;
}

}  // namespace

Result<RateTrace> parseRateTrace(std::string_view text, const TraceLoad& load) {
  const auto rows = rowsOf(text, load);
  if (!rows) return tl::unexpected(rows.error());
  if (load.countEvery) return counted(*rows, *load.countEvery, load.file);
  const Microseconds interval = intervalOf(*rows);
  if (interval < kMinInterval || interval > kMaxInterval) {
    return fail(ErrorKind::Invalid, load.file,
                fmt::format("rows are {} s apart", seconds(interval)),
                "intervals of 0.001 s to 3600 s; times are seconds unless the column is a minute");
  }
  RateTrace trace{std::chrono::microseconds(interval), {}};
  trace.counts.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const Row& row = (*rows)[i];
    const Microseconds distance = i == 0 ? interval : row.time - (*rows)[i - 1].time;
    const std::string where = fmt::format("{}:{}", load.file, row.line);
    if (distance % interval != 0) {
      return fail(ErrorKind::Invalid, where,
                  fmt::format("{} s after the row before", seconds(distance)),
                  fmt::format("whole intervals of {} s", seconds(interval)));
    }
    const auto missing = static_cast<std::size_t>(distance / interval - 1);
    if (missing > 0 && load.gaps == GapRule::Refuse) {
      return fail(ErrorKind::Invalid, where,
                  fmt::format("{} intervals of {} s are missing before this row", missing,
                              seconds(interval)),
                  "a trace without gaps, or gaps: zero or gaps: hold");
    }
    if (trace.counts.size() + missing >= kMaxIntervals) {
      return fail(ErrorKind::Invalid, where, "the trace is too long with its gaps",
                  fmt::format("at most {} intervals", kMaxIntervals));
    }
    const double filler = load.gaps == GapRule::Hold && i > 0 ? (*rows)[i - 1].count : 0;
    trace.counts.insert(trace.counts.end(), missing, filler);
    trace.counts.push_back(row.count);
  }
  return trace;
}

}  // namespace evenkeel
