#include "base/time_zone.h"

#include <date/tz.h>

#include <exception>
#include <vector>

#include "base/text.h"

namespace evenkeel {
namespace {

// What the machine itself is set to: no name that means the same elsewhere.
constexpr std::string_view kOfTheMachine = "localtime";

std::string lastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// "Rome" is meant to be Europe/Rome, "europe/roma" too.
std::string hintFor(const std::string& name, const std::vector<std::string>& known) {
  auto meant = nearestName(name, known);
  for (const std::string& zone : known) {
    if (editDistance(name, lastPart(zone)) == 0) meant = zone;
  }
  return meant ? "did you mean " + *meant + "?"
               : "write a name of the tz database, such as Europe/Rome or UTC";
}

date::local_time<Duration> theirs(LocalTime local) {
  return date::local_time<Duration>(local.time_since_epoch());
}

date::sys_time<Duration> theirs(WallTime time) {
  return date::sys_time<Duration>(time.time_since_epoch());
}

}  // namespace

Result<TimeZone> TimeZone::named(const std::string& name) {
  try {
    std::vector<std::string> known;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      if (zone.name() == kOfTheMachine) continue;
      if (zone.name() == name) {
        zone.get_info(theirs(WallTime{}));  // reads its file: later calls do not fail
        return TimeZone(zone);
      }
      known.push_back(zone.name());
    }
    return fail(ErrorKind::NotFound, "", "unknown time zone " + quotedForPeople(name),
                hintFor(name, known));
  } catch (const std::exception& error) {
    return fail(ErrorKind::Unavailable, "",
                std::string("the time zones cannot be read: ") + error.what(),
                "install the tz database (tzdata)");
  }
}

WallTime TimeZone::begin(LocalTime local) const {
  const date::local_info info = zone_->get_info(theirs(local));
  if (info.result == date::local_info::nonexistent)
    return WallTime(info.first.end.time_since_epoch());
  return WallTime(local.time_since_epoch() - info.first.offset);
}

LocalTime TimeZone::latestShown(WallTime time) const {
  const LocalTime local(time.time_since_epoch() + zone_->get_info(theirs(time)).offset);
  const date::local_info info = zone_->get_info(theirs(local));
  const bool again =
      info.result == date::local_info::ambiguous && theirs(time) >= info.second.begin;
  if (!again) return local;
  const Duration putBack = info.second.begin.time_since_epoch();
  return LocalTime(putBack + info.first.offset) - Duration(1);
}

}  // namespace evenkeel
