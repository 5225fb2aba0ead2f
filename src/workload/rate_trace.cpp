#include "workload/rate_trace.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "workload/trace_rows.h"
#include "workload/wide_trace.h"

namespace evenkeel {
namespace {

using Microseconds = std::int64_t;

constexpr Microseconds kMinute = 60'000'000;
constexpr Microseconds kMinInterval = 1'000;
constexpr Microseconds kMaxInterval = 60 * kMinute;
constexpr std::size_t kMaxIntervals = 4'000'000;

using Rows = std::vector<TraceRow>;

double seconds(Microseconds time) {
  return static_cast<double>(time) * 1e-6;
}

// The commonest distance of a row to a later one right below it; of several, the shortest. Zero:
// there is none.
Microseconds distanceOf(const Rows& rows) {
  std::vector<Microseconds> distances;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].time > rows[i - 1].time) distances.push_back(rows[i].time - rows[i - 1].time);
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

Result<RateTrace> counted(const Rows& rows, Duration every, const std::string& file) {
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
  for (const TraceRow& row : rows) {
    const auto index = static_cast<std::size_t>((row.time - begin) / interval);
    if (index < complete) trace.counts[index] += row.count;
  }
  return trace;
}

// Puts rows into intervals counted from the first row: a row lasts `distance`, and belongs where
// its middle lies. So times may stray by half a row, and finer rows are gathered. An interval at
// the end that had room for one more row is left out.
void alignToGrid(Microseconds interval, Microseconds distance, Rows& rows) {
  const Microseconds half = std::min(interval, distance) / 2;
  const Microseconds begin = rows.front().time;
  const Microseconds last = rows.back().time - begin + half;
  if (last % interval + distance < interval) {
    const Microseconds end = begin - half + last / interval * interval;
    std::erase_if(rows, [&](const TraceRow& row) { return row.time >= end; });
  }
  for (TraceRow& row : rows) row.time = begin + (row.time - begin + half) / interval * interval;
}

// One row for each time, in order of time.
Result<Rows> combined(const Rows& rows, const TraceLoad& load) {
  Rows out;
  for (std::size_t i = 0; i < rows.size();) {
    TraceRow sum = rows[i];
    std::size_t end = i + 1;
    for (; end < rows.size() && rows[end].time == sum.time; ++end) sum.count += rows[end].count;
    if (end - i > 1 && load.combine == CombineRule::Refuse) {
      return fail(ErrorKind::Invalid, fmt::format("{}:{}", load.file, rows[i + 1].line),
                  fmt::format("a second row in an interval of {} s", toSeconds(*load.interval)),
                  "a shorter interval, or combine: sum or combine: mean");
    }
    if (load.combine == CombineRule::Mean) sum.count /= static_cast<double>(end - i);
    out.push_back(sum);
    i = end;
  }
  return out;
}

Result<Rows> aligned(Rows rows, Microseconds distance, const TraceLoad& load) {
  if (load.combine != CombineRule::Refuse) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const TraceRow& a, const TraceRow& b) { return a.time < b.time; });
  }
  if (load.interval) {
    alignToGrid(std::chrono::duration_cast<std::chrono::microseconds>(*load.interval).count(),
                distance, rows);
  }
  auto out = combined(rows, load);
  if (out && out->size() < 2) {
    return fail(ErrorKind::Invalid, load.file, "a single interval", "at least two");
  }
  return out;
}

Result<RateTrace> withoutGaps(const Rows& rows, Microseconds interval, const TraceLoad& load) {
  RateTrace trace{std::chrono::microseconds(interval), {}};
  trace.counts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TraceRow& row = rows[i];
    const Microseconds distance = i == 0 ? interval : row.time - rows[i - 1].time;
    const std::string where = fmt::format("{}:{}", load.file, row.line);
    if (distance % interval != 0) {
      return fail(ErrorKind::Invalid, where,
                  fmt::format("{} s after the row before", seconds(distance)),
                  fmt::format("whole intervals of {0} s, or interval: {0}s for times that stray",
                              seconds(interval)));
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
    const double filler = load.gaps == GapRule::Hold && i > 0 ? rows[i - 1].count : 0;
    trace.counts.insert(trace.counts.end(), missing, filler);
    trace.counts.push_back(row.count);
  }
  return trace;
}

Result<RateTrace> parseLongTrace(std::string_view text, const TraceLoad& load) {
  auto rows = traceRows(text, load);
  if (!rows) return tl::unexpected(rows.error());
  if (load.countEvery) return counted(*rows, *load.countEvery, load.file);
  const Microseconds distance = distanceOf(*rows);
  if (distance == 0) {
    return fail(ErrorKind::Invalid, load.file, "all rows are of one time",
                "at least two times, which tell the interval");
  }
  const Microseconds interval =
      load.interval ? std::chrono::duration_cast<std::chrono::microseconds>(*load.interval).count()
                    : distance;
  if (interval < kMinInterval || interval > kMaxInterval) {
    return fail(ErrorKind::Invalid, load.file,
                load.interval ? fmt::format("an interval of {} s", seconds(interval))
                              : fmt::format("rows are {} s apart", seconds(interval)),
                "intervals of 0.001 s to 3600 s; times are seconds unless the column is a minute");
  }
  return aligned(std::move(*rows), distance, load).and_then([&](const Rows& each) {
    return withoutGaps(each, interval, load);
  });
}

}  // namespace

Result<RateTrace> parseRateTrace(std::string_view text, const TraceLoad& load) {
  auto trace =
      load.firstCountColumn.empty() ? parseLongTrace(text, load) : parseWideTrace(text, load);
  if (trace && load.values == TraceValues::PerSecond) {
    const double interval = std::chrono::duration<double>(trace->interval).count();
    for (double& count : trace->counts) count *= interval;
  }
  return trace;
}

}  // namespace evenkeel
