#include "base/time_text.h"

#include <array>
#include <limits>
#include <optional>

namespace evenkeel {
namespace {

__extension__ using Wide = __int128;

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::array<Unit, 7> kUnits{{{"d", 86'400'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

tl::unexpected<Error> notADuration(std::string_view text) {
  return fail(ErrorKind::Invalid, "", "'" + std::string(text.substr(0, 64)) + "' is not a duration",
              "write numbers with units (d h m s ms us ns), such as 250ms, 15s or 1h30m");
}

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant,
// "chrono-compatible low-level date algorithms", days_from_civil).
std::int64_t daysFromCivil(std::int64_t y, std::int64_t m, std::int64_t d) {
  y -= m <= 2 ? 1 : 0;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yearOfEra = y - era * 400;
  const std::int64_t dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146'097 + dayOfEra - 719'468;
}

struct Date {
  std::int64_t year, month, day;
};
Date civilFromDays(std::int64_t z) {  // same source
  z += 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const std::int64_t doe = z - era * 146'097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const std::int64_t month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  std::optional<std::int64_t> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!digit(text_[i])) return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  bool take(std::string_view any) {
    if (text_.empty() || any.find(text_[0]) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  char peek() const { return text_.empty() ? '\0' : text_[0]; }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::optional<WallTime> timestamp(Cursor in) {
  const auto year = in.digits(4);
  if (!year || !in.take("-")) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || *month < 1 || *month > 12 || !in.take("-")) return std::nullopt;
  const auto day = in.digits(2);
  if (!day || !in.take("Tt ")) return std::nullopt;
  const std::int64_t days = daysFromCivil(*year, *month, *day);
  if (*day < 1 || civilFromDays(days).day != *day) return std::nullopt;
  const auto hour = in.digits(2);
  if (!hour || *hour > 23 || !in.take(":")) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute || *minute > 59 || !in.take(":")) return std::nullopt;
  const auto second = in.digits(2);
  if (!second || *second > 60) return std::nullopt;
  std::int64_t fraction = 0;
  if (in.take(".")) {
    if (!digit(in.peek())) return std::nullopt;
    for (std::int64_t unit = kSecond / 10; digit(in.peek()); unit /= 10)
      fraction += unit * *in.digits(1);
  }
  std::int64_t offset = 0;
  if (!in.take("Zz")) {
    const bool west = in.peek() == '-';
    if (!in.take("+-")) return std::nullopt;
    const auto hours = in.digits(2);
    if (!hours || *hours > 23 || !in.take(":")) return std::nullopt;
    const auto minutes = in.digits(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    offset = (*hours * 3600 + *minutes * 60) * (west ? -1 : 1);
  }
  if (!in.done()) return std::nullopt;
  const std::int64_t seconds = days * kDay + *hour * 3600 + *minute * 60 + *second - offset;
  constexpr std::int64_t kLimit = std::numeric_limits<std::int64_t>::max() / kSecond - 1;
  if (seconds > kLimit || seconds < -kLimit) return std::nullopt;
  return WallTime(Duration(seconds * kSecond + fraction));
}

}  // namespace

Result<Duration> parseDuration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return Duration::zero();
  if (rest.empty()) return notADuration(text);
  Wide total = 0;
  std::size_t nextUnit = 0;  // units only get smaller
  while (!rest.empty()) {
    Wide mantissa = 0;
    Wide divisor = 1;
    bool point = false;
    std::size_t i = 0;
    std::size_t digits = 0;
    for (; i < rest.size() && (digit(rest[i]) || (rest[i] == '.' && !point)); ++i) {
      if (rest[i] == '.') {
        point = true;
        continue;
      }
      if (++digits > 21) return notADuration(text);
      mantissa = mantissa * 10 + (rest[i] - '0');
      if (point) divisor *= 10;
    }
    if (digits == 0) return notADuration(text);
    rest.remove_prefix(i);
    std::size_t length = 0;
    while (length < rest.size() && !digit(rest[length]) && rest[length] != '.') ++length;
    std::size_t unit = nextUnit;
    while (unit < kUnits.size() && kUnits[unit].name != rest.substr(0, length)) ++unit;
    if (unit == kUnits.size()) return notADuration(text);
    nextUnit = unit + 1;
    rest.remove_prefix(length);
    // mantissa < 10^21 and a day < 10^14 ns: the product fits.
    total += (mantissa * kUnits[unit].nanoseconds + divisor / 2) / divisor;
    if (total > std::numeric_limits<std::int64_t>::max()) {
      return fail(ErrorKind::Invalid, "",
                  "'" + std::string(text.substr(0, 64)) + "' is out of range",
                  "the longest duration is about 106000d");
    }
  }
  const auto value = static_cast<std::int64_t>(total);
  return Duration(negative ? -value : value);
}

std::string durationText(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  std::string out = duration < Duration::zero() ? "-" : "";
  auto rest = static_cast<std::uint64_t>(duration.count());
  if (duration < Duration::zero()) rest = ~rest + 1;
  for (const auto& unit : kUnits) {
    const auto size = static_cast<std::uint64_t>(unit.nanoseconds);
    if (unit.name == "d" || rest < size) continue;
    out += std::to_string(rest / size);
    out += unit.name;
    rest %= size;
  }
  return out;
}

Result<WallTime> parseTimestamp(std::string_view text) {
  if (const auto time = timestamp(Cursor(text))) return *time;
  return fail(ErrorKind::Invalid, "",
              "'" + std::string(text.substr(0, 64)) + "' is not a point in time",
              "write date, time and offset as RFC 3339 says, such as 2026-03-01T09:30:00Z");
}

std::string timestampText(WallTime time) {
  std::int64_t ns = time.time_since_epoch().count();
  std::int64_t seconds = ns / kSecond;
  ns %= kSecond;
  if (ns < 0) {
    ns += kSecond;
    --seconds;
  }
  std::int64_t days = seconds / kDay;
  std::int64_t ofDay = seconds % kDay;
  if (ofDay < 0) {
    ofDay += kDay;
    --days;
  }
  const Date date = civilFromDays(days);
  std::string out = padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) +
                    "T" + padded(ofDay / 3600, 2) + ":" + padded(ofDay / 60 % 60, 2) + ":" +
                    padded(ofDay % 60, 2);
  if (ns != 0) {
    std::string fraction = padded(ns, 9);
    fraction.resize(fraction.find_last_not_of('0') + 1);
    out += "." + fraction;
  }
  return out + "Z";
}

}  // namespace evenkeel
