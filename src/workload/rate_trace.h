// Traces of counts: a CSV file with a header, a time column and a count per interval.
//
// Times are seconds or ISO 8601 (timestamp.h), read to the microsecond; plain numbers are minutes
// where the column's name has the word "minute" or "min" in it ("minute", "t_min"). A row's time is
// where its interval begins. The interval is the commonest distance between rows, 1 ms to 1 h; a
// row that comes early, or a fraction of an interval late, is an error. Rows left out are a gap,
// treated as the load's `gaps` says: an error, intervals of zero, or the last count again.
// Counts are finite, zero or more, whole or not.
//
// With `countEvery` rows are single requests instead, in order of time, counted over intervals from
// the first on; the last interval is left out, since nobody knows when it ended. With `where` only
// the rows count that have that cell.
//
// Bounds: 256 MiB, unpacked where the file is compressed (gzip); 4 million intervals or requests.
// Errors bear file:line.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/scenario.h"

namespace evenkeel {

struct RateTrace {
  Duration interval{};
  std::vector<double> counts;
  friend bool operator==(const RateTrace&, const RateTrace&) = default;
};

// Of the load, only file (for errors), columns and gaps are used.
Result<RateTrace> parseRateTrace(std::string_view text, const TraceLoad& load);
Result<RateTrace> readRateTrace(const TraceLoad& load);

}  // namespace evenkeel
