// Points in time as ISO 8601 and RFC 3339 write them.
//
// 2026-11-25, 2026-11-25T08:30, 2026-11-25 08:30:15.25, with or without Z, +01:00, +0100 or +01;
// without one it is taken as UTC. Years 1900 to 2199; no leap seconds, no week or day-of-year
// dates.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace evenkeel {

// Absent: not such a time, or no such day.
std::optional<WallTime> parseTraceTime(std::string_view text);

}  // namespace evenkeel
