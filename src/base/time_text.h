// Durations and points in time as text.
//
// Durations: numbers with units, the largest first ("1h30m", "1.5s", "250ms"; d h m s ms us ns),
// Go's notation with days added. Points in time: RFC 3339.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel {

// Errors: no number, no unit, an unknown unit, beyond the range of Duration.
Result<Duration> parseDuration(std::string_view text);
// Exact: read back it gives the same duration.
std::string durationText(Duration duration);

Result<WallTime> parseTimestamp(std::string_view text);
// In UTC; exact: a fraction of a second is written only where there is one.
std::string timestampText(WallTime time);

}  // namespace evenkeel
