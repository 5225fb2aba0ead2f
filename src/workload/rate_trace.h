// Traces of counts: a CSV file with a header, a time column and a count per interval.
//
// Times are seconds or ISO 8601 (timestamp.h), read to the microsecond; plain numbers are minutes
// where the column's name has the word "minute" or "min" in it ("minute", "t_min"). A row's time is
// where its interval begins. The interval is the commonest distance between rows, 1 ms to 1 h; a
// row that comes early, or a fraction of an interval late, is an error. Rows left out are a gap,
// treated as the load's `gaps` says: an error, intervals of zero, or the last count again.
// Counts are finite, zero or more, whole or not.
//
// With `interval` rows are put into intervals of that length, counted from the first row: where
// their middle lies, so that times may stray by half a row's distance and finer rows are gathered;
// an interval at the end with room for one more row is left out. Several values for one time or
// interval are an error unless `combine` says to add them or take their mean; then rows may stand
// in any order (one series below another). An empty count is a missing row where gaps are allowed.
// Values `perSecond` are rates: multiplied by the interval. With `firstCountColumn` each row is a
// series instead (wide_trace.h).
//
// With `countEvery` rows are single requests instead, in order of time, counted over intervals from
// the first on; the last interval is left out, since nobody knows when it ended. With `where`
// and `andWhere` only the rows count that have those cells.
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

// Of the load, all but mean, peak, stretch and offset is used; file for errors.
Result<RateTrace> parseRateTrace(std::string_view text, const TraceLoad& load);
Result<RateTrace> readRateTrace(const TraceLoad& load);

}  // namespace evenkeel
