#include "evaluation/parameter_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "base/time_text.h"

namespace evenkeel::evaluation {
namespace {

tl::unexpected<Error> invalid(std::string_view text, const std::string& what) {
  return fail(ErrorKind::Invalid, std::string(text), what,
              "a range such as cpu=40..90 or loop=15s..5m, or choices such as "
              "queueing=split|pooled");
}

std::optional<double> numberIn(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

double share(std::size_t place, std::size_t count) {
  return count < 2 ? 0 : static_cast<double>(place) / static_cast<double>(count - 1);
}

}  // namespace

Result<ParameterRange> ParameterRange::parse(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size())
    return invalid(text, "it is no parameter with values");
  ParameterRange out;
  out.name_ = std::string(text.substr(0, equals));
  const std::string_view values = text.substr(equals + 1);
  const std::size_t dots = values.find("..");
  if (dots == std::string_view::npos) {
    Choices choices;
    for (std::size_t begin = 0; begin <= values.size();) {
      const std::size_t end = std::min(values.find('|', begin), values.size());
      if (end == begin) return invalid(text, "a choice is empty");
      choices.emplace_back(values.substr(begin, end - begin));
      begin = end + 1;
    }
    out.range_ = std::move(choices);
    return out;
  }
  const std::string_view from = values.substr(0, dots);
  const std::string_view to = values.substr(dots + 2);
  const auto low = numberIn(from);
  const auto high = numberIn(to);
  if (low && high) {
    if (!(*low < *high)) return invalid(text, "the range is empty");
    const bool whole = from.find_first_of(".eE") == std::string_view::npos &&
                       to.find_first_of(".eE") == std::string_view::npos;
    out.range_ = Numbers{*low, *high, whole};
    return out;
  }
  const auto shortest = parseDuration(from);
  const auto longest = parseDuration(to);
  if (!shortest || !longest) return invalid(text, "an end of the range is no number or duration");
  if (!(*shortest < *longest) || *shortest < Duration::zero())
    return invalid(text, "the range is empty");
  out.range_ = Durations{*shortest, *longest};
  return out;
}

double ParameterRange::at(const Numbers& numbers, std::size_t place, std::size_t count) {
  const double value = numbers.from + (numbers.to - numbers.from) * share(place, count);
  return numbers.whole ? std::round(value) : value;
}

// In whole seconds from a second on; a range from zero is spread evenly.
Duration ParameterRange::at(const Durations& durations, std::size_t place, std::size_t count) {
  if (place == 0) return durations.from;
  if (place + 1 == count) return durations.to;
  const double from = toSeconds(durations.from);
  const double to = toSeconds(durations.to);
  const double part = share(place, count);
  const double seconds = from > 0 ? from * std::pow(to / from, part) : to * part;
  return fromSeconds(seconds >= 1 ? std::round(seconds) : std::round(seconds * 1000) / 1000);
}

std::vector<std::string> ParameterRange::values(std::size_t most) const {
  if (const auto* choices = std::get_if<Choices>(&range_)) return *choices;
  std::vector<std::string> out;
  for (std::size_t place = 0; place < most; ++place) {
    const auto* numbers = std::get_if<Numbers>(&range_);
    std::string value = numbers != nullptr
                            ? fmt::format(fmt::runtime(numbers->whole ? "{:.0f}" : "{:.6g}"),
                                          at(*numbers, place, most))
                            : durationText(at(std::get<Durations>(range_), place, most));
    if (out.empty() || out.back() != value) out.push_back(std::move(value));
  }
  return out;
}

ParameterRange ParameterRange::around(std::size_t place, std::size_t most) const {
  ParameterRange out = *this;
  const std::vector<std::string> all = values(most);
  const std::string& low = all[place == 0 ? 0 : place - 1];
  const std::string& high = all[std::min(place + 1, all.size() - 1)];
  if (auto* choices = std::get_if<Choices>(&out.range_)) {
    *choices = {all[place]};
  } else if (auto* numbers = std::get_if<Numbers>(&out.range_)) {
    numbers->from = *numberIn(low);
    numbers->to = *numberIn(high);
  } else {
    out.range_ = Durations{*parseDuration(low), *parseDuration(high)};
  }
  return out;
}

}  // namespace evenkeel::evaluation
