// The rows of a trace's file where each holds a time: as they stand, before intervals are made.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/scenario.h"

namespace evenkeel {

struct TraceRow {
  std::int64_t time = 0;  // microseconds, from any origin
  double count = 0;       // 1 where rows are single requests without a count
  std::size_t line = 0;
  friend bool operator==(const TraceRow&, const TraceRow&) = default;
};

// As in the file; in order of time, or refused, unless the load combines several. At least two,
// four million at most. Errors bear file:line.
Result<std::vector<TraceRow>> traceRows(std::string_view text, const TraceLoad& load);

}  // namespace evenkeel
