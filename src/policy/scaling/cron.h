// Cron expressions: the moments of a calendar at which something begins, in local time.
//
// Five fields: minute, hour, day of month, month, day of week. Each holds `*`, numbers, ranges
// (1-5), lists (1,15) and steps (*/5, 10-40/10, 5/20 for 5-59/20); months and days of the week may
// be names (jan, mon), and Sunday is 0 and 7. Where neither day field holds a `*`, either of them
// suffices, else both must match. Short for some: @hourly, @daily, @weekly, @monthly, @yearly.
// Source: crontab(5) of Vixie cron.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time_zone.h"

namespace evenkeel {

class Cron {
 public:
  // Invalid: anything else, and days that no year has (30 February).
  static Result<Cron> parse(std::string_view text);

  // The latest matching minute from `first` to `last`, both included. Takes time in proportion to
  // the days between them.
  std::optional<LocalTime> latest(LocalTime first, LocalTime last) const;

 private:
  bool matches(std::chrono::local_days day) const;

  // A bit for each value.
  std::uint64_t minutes_ = 0;
  std::uint64_t hours_ = 0;
  std::uint64_t days_ = 0;
  std::uint64_t months_ = 0;
  std::uint64_t weekdays_ = 0;
  bool eitherDay_ = false;
};

}  // namespace evenkeel
