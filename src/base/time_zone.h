// Time zones of the tz database, as the system has it (/usr/share/zoneinfo; nothing is downloaded).
//
// Local time is what a clock on the wall shows. Where clocks are put forward some local times never
// are; where they are put back some are twice. Known up to 2037: the system's tables end there, and
// what they said last holds on. A value, cheap to copy; any thread. Howard Hinnant's date
// (docs/decisions/0005-time-zones.md).
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace date {
class time_zone;  // NOLINT(readability-identifier-naming): the name is the library's
}

namespace evenkeel {

using LocalTime = std::chrono::local_time<Duration>;

class TimeZone {
 public:
  // "Europe/Rome", "UTC". NotFound: there is none of that name, with the nearest; Unavailable:
  // there is no tz database.
  static Result<TimeZone> named(const std::string& name);

  // When clocks first show `local`, or jump over it. Never earlier for a later local time.
  WallTime begin(LocalTime local) const;
  // The latest local time that clocks have shown by then: the last whose begin() is not after
  // `time`.
  LocalTime latestShown(WallTime time) const;

 private:
  explicit TimeZone(const date::time_zone& zone) : zone_(&zone) {}

  const date::time_zone* zone_;  // of the library's list, for as long as the process runs
};

}  // namespace evenkeel
