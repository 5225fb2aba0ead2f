#include "workload/timestamp.h"

namespace evenkeel {
namespace {

// Takes parts off the front of a text; once one does not fit, none does any more.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool good() const { return good_; }
  bool done() const { return rest_.empty(); }
  bool next(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool nextIsDigit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

  bool take(char c) {
    if (!next(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { good_ = take(c) && good_; }
  // Exactly `digits` of them, of a value between the limits.
  int number(int digits, int low, int high) {
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      if (!nextIsDigit()) {
        good_ = false;
        return low;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    good_ = good_ && value >= low && value <= high;
    return value;
  }
  // After the point; at least one digit, what is finer than a nanosecond dropped.
  Duration fraction() {
    good_ = good_ && nextIsDigit();
    Duration value{};
    for (Duration digit = 100ms; nextIsDigit(); digit /= 10) {
      value += digit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

Duration timeOfDay(Scanner& in) {
  Duration time = std::chrono::hours(in.number(2, 0, 23));
  in.expect(':');
  time += std::chrono::minutes(in.number(2, 0, 59));
  if (in.take(':')) {
    time += std::chrono::seconds(in.number(2, 0, 59));
    if (in.take('.') || in.take(',')) time += in.fraction();
  }
  return time;
}

Duration zone(Scanner& in) {
  in.take(' ');
  if (in.take('Z') || in.take('z') || in.done()) return {};
  const bool west = in.next('-');
  if (!in.take('-')) in.expect('+');
  Duration offset = std::chrono::hours(in.number(2, 0, 23));
  if (!in.done()) {
    in.take(':');
    offset += std::chrono::minutes(in.number(2, 0, 59));
  }
  return west ? -offset : offset;
}

}  // namespace

std::optional<WallTime> parseTraceTime(std::string_view text) {
  Scanner in(text);
  const int year = in.number(4, 1900, 2199);
  in.expect('-');
  const int month = in.number(2, 1, 12);
  in.expect('-');
  const int day = in.number(2, 1, 31);
  Duration time{};
  if (!in.done()) {
    if (!in.take('T') && !in.take('t')) in.expect(' ');
    time = timeOfDay(in);
    time -= zone(in);
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!in.good() || !in.done() || !date.ok()) return std::nullopt;
  return WallTime(std::chrono::sys_days(date).time_since_epoch() + time);
}

}  // namespace evenkeel
