#include "policy/scaling/cron.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"

namespace evenkeel {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

struct Field {
  std::string_view title;
  std::uint32_t least;
  std::uint32_t most;
  std::vector<std::string> names;  // the first one stands for `least`
};

const std::array<Field, 5>& fields() {
  static const std::array<Field, 5> all{
      {{"minute", 0, 59, {}},
       {"hour", 0, 23, {}},
       {"day of month", 1, 31, {}},
       {"month",
        1,
        12,
        {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
       {"day of week", 0, 7, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}}}};
  return all;
}

constexpr std::size_t kDayOfMonth = 2;
constexpr std::size_t kMonth = 3;
constexpr std::size_t kDayOfWeek = 4;

constexpr std::string_view kFive =
    "write minute, hour, day of month, month and day of week, such as '0 8 * * 1-5'";

struct Short {
  std::string_view name;
  std::string_view fields;
};
constexpr auto kShorts = std::to_array<Short>({{"@hourly", "0 * * * *"},
                                               {"@daily", "0 0 * * *"},
                                               {"@midnight", "0 0 * * *"},
                                               {"@weekly", "0 0 * * 0"},
                                               {"@monthly", "0 0 1 * *"},
                                               {"@yearly", "0 0 1 1 *"},
                                               {"@annually", "0 0 1 1 *"}});

tl::unexpected<Error> refuse(std::string what, std::string valid) {
  return fail(ErrorKind::Invalid, "", std::move(what), std::move(valid));
}

std::vector<std::string_view> cut(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find_first_of(separators, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> parts = cut(text, " \t");
  std::erase(parts, std::string_view());
  return parts;
}

std::optional<std::uint32_t> wholeNumber(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// One field of an expression, read item by item.
class FieldReader {
 public:
  explicit FieldReader(const Field& field) : field_(field) {}

  Result<std::uint64_t> read(std::string_view text) const {
    std::uint64_t bits = 0;
    for (const std::string_view item : cut(text, ",")) {
      const auto some = readItem(item);
      if (!some) return tl::unexpected(some.error());
      bits |= *some;
    }
    return bits;
  }

 private:
  Result<std::uint64_t> readItem(std::string_view item) const {
    const std::size_t slash = item.find('/');
    const std::string_view range = item.substr(0, slash);
    std::uint32_t step = 1;
    if (slash != std::string_view::npos) {
      const auto given = wholeNumber(item.substr(slash + 1));
      const std::uint32_t most = field_.most - field_.least + 1;
      if (!given || *given == 0 || *given > most)
        return refuse(found(item),
                      "write a step from 1 to " + std::to_string(most) + " after the '/'");
      step = *given;
    }
    std::uint32_t from = field_.least;
    std::uint32_t to = field_.most;
    if (range != "*") {
      const std::size_t dash = range.find('-');
      const auto first = value(range.substr(0, dash));
      const auto last = dash == std::string_view::npos ? first : value(range.substr(dash + 1));
      if (!first || !last) return refuse(found(item), valid());
      from = *first;
      to = dash == std::string_view::npos && slash != std::string_view::npos ? field_.most : *last;
      if (isDayOfWeek() && to == 0 && from > 0) to = 7;  // fri-sun
      if (to < from)
        return refuse(found(item), "write the earlier one first, or two ranges with a comma");
    }
    std::uint64_t bits = 0;
    for (std::uint32_t at = from; at <= to; at += step) {
      bits |= std::uint64_t{1} << (isDayOfWeek() && at == 7 ? 0 : at);
    }
    return bits;
  }

  std::optional<std::uint32_t> value(std::string_view text) const {
    for (std::size_t i = 0; i < field_.names.size(); ++i) {
      if (text.size() == 3 && editDistance(text, field_.names[i]) == 0)
        return field_.least + static_cast<std::uint32_t>(i);
    }
    const auto number = wholeNumber(text);
    return number && *number >= field_.least && *number <= field_.most ? number : std::nullopt;
  }

  bool isDayOfWeek() const { return &field_ == &fields()[kDayOfWeek]; }

  std::string found(std::string_view item) const {
    return "found " + quotedForPeople(item) + " as the " + std::string(field_.title);
  }
  std::string valid() const {
    std::string text =
        "write " + std::to_string(field_.least) + " to " + std::to_string(field_.most);
    if (!field_.names.empty())
      text += ", or " + field_.names.front() + " to " + field_.names.back();
    return text + ", as a number, a range (a-b), a list (a,b), or * for all";
  }

  const Field& field_;
};

// Some month of these has some day of these.
bool hasSuchDay(std::uint64_t ofMonths, std::uint64_t ofDays) {
  constexpr std::array<int, 12> kLongest{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int first = std::countr_zero(ofDays);
  for (std::size_t i = 0; i < kLongest.size(); ++i) {
    if ((ofMonths >> (i + 1) & 1) != 0 && first <= kLongest[i]) return true;
  }
  return false;
}

bool has(std::uint64_t bits, unsigned value) {
  return (bits >> value & 1) != 0;
}

// The highest of them that is at most `limit`; negative: none.
int highest(std::uint64_t bits, int limit) {
  const std::uint64_t allowed = bits & ((std::uint64_t{2} << limit) - 1);
  return static_cast<int>(std::bit_width(allowed)) - 1;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  std::vector<std::string_view> given = words(text);
  if (!given.empty() && given.front().starts_with('@')) {
    std::vector<std::string> names;
    for (const Short& known : kShorts) {
      if (given.size() == 1 && known.name == given.front()) return parse(known.fields);
      names.emplace_back(known.name);
    }
    return refuse("found " + quotedForPeople(text), "write five fields, or " + joinedByOr(names));
  }
  if (given.size() != fields().size())
    return refuse("found " + quotedForPeople(text) + ", which has " + std::to_string(given.size()) +
                      (given.size() == 1 ? " field" : " fields"),
                  std::string(kFive));
  Cron cron;
  const std::array<std::uint64_t*, 5> sets{&cron.minutes_, &cron.hours_, &cron.days_, &cron.months_,
                                           &cron.weekdays_};
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto bits = FieldReader(fields()[i]).read(given[i]);
    if (!bits) return tl::unexpected(bits.error());
    *sets[i] = *bits;
  }
  const auto restricted = [&](std::size_t i) {
    return given[i].find('*') == std::string_view::npos;
  };
  cron.eitherDay_ = restricted(kDayOfMonth) && restricted(kDayOfWeek);
  if (!cron.eitherDay_ && !hasSuchDay(cron.months_, cron.days_))
    return refuse("found day " + std::string(given[kDayOfMonth]) + " of month " +
                      std::string(given[kMonth]) + ", which no year has",
                  "write a day that the month has");
  return cron;
}

bool Cron::matches(std::chrono::local_days day) const {
  const std::chrono::year_month_day date(day);
  if (!has(months_, static_cast<unsigned>(date.month()))) return false;
  const bool ofMonth = has(days_, static_cast<unsigned>(date.day()));
  const bool ofWeek = has(weekdays_, std::chrono::weekday(day).c_encoding());
  return eitherDay_ ? ofMonth || ofWeek : ofMonth && ofWeek;
}

std::optional<LocalTime> Cron::latest(LocalTime first, LocalTime last) const {
  const std::chrono::local_days end = floor<days>(last);
  for (std::chrono::local_days day = end; day >= floor<days>(first); day -= days(1)) {
    if (!matches(day)) continue;
    const int limit =
        day == end ? static_cast<int>(floor<minutes>(last - day).count()) : 24 * 60 - 1;
    int hour = highest(hours_, limit / 60);
    int minute = hour == limit / 60 ? highest(minutes_, limit % 60) : highest(minutes_, 59);
    if (hour >= 0 && minute < 0) {
      hour = hour == 0 ? -1 : highest(hours_, hour - 1);
      minute = highest(minutes_, 59);
    }
    if (hour < 0) continue;
    const LocalTime found = day + std::chrono::hours(hour) + minutes(minute);
    return found < first ? std::nullopt : std::optional(found);
  }
  return std::nullopt;
}

}  // namespace evenkeel
