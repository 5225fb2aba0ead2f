// Records with random content, and whether two are the same, member by member.
#pragma once

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>
#include <utility>

#include "base/random.h"
#include "knowledge/record_members.h"

namespace evenkeel::testing {

template <class T, template <class...> class Template>
inline constexpr bool kIs = false;
template <template <class...> class Template, class... Args>
inline constexpr bool kIs<Template<Args...>, Template> = true;

// Often the ends of the range, where coders break.
template <class T>
T anyNumber(RandomStream& random) {
  switch (random.below(4)) {
    case 0:
      return std::numeric_limits<T>::min();
    case 1:
      return std::numeric_limits<T>::max();
    case 2:
      return static_cast<T>(random.below(100));
    default:
      return static_cast<T>(random.bits());
  }
}

template <class T>
void fill(RandomStream& random, T& value);

template <class... Held>
void fillHeld(RandomStream& random, std::variant<Held...>& value, std::size_t kind) {
  std::size_t i = 0;
  ((kind == i++ ? fill(random, value.template emplace<Held>()) : void()), ...);
}

template <class T>
void fill(RandomStream& random, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = random.below(2) == 1;
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(random.below(static_cast<std::uint64_t>(format::lastOf(T{})) + 1));
  } else if constexpr (std::is_floating_point_v<T>) {
    value = std::bit_cast<T>(random.bits());
  } else if constexpr (std::is_integral_v<T>) {
    value = anyNumber<T>(random);
  } else if constexpr (std::is_same_v<T, Duration>) {
    value = Duration(anyNumber<std::int64_t>(random));
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, WallTime>) {
    value = T(Duration(anyNumber<std::int64_t>(random)));
  } else if constexpr (std::is_same_v<T, std::string>) {
    value.resize(random.below(20));
    for (char& c : value) c = static_cast<char>(random.below(256));
  } else if constexpr (kIs<T, std::vector>) {
    value.resize(random.below(4));
    for (auto& item : value) fill(random, item);
  } else if constexpr (kIs<T, std::map>) {
    for (std::uint64_t n = random.below(4); n > 0; --n) {
      std::pair<typename T::key_type, typename T::mapped_type> item;
      fill(random, item);
      value.insert(item);
    }
  } else if constexpr (kIs<T, std::optional>) {
    if (random.below(2) == 1) fill(random, value.emplace());
  } else if constexpr (kIs<T, std::variant>) {
    fillHeld(random, value, random.below(std::variant_size_v<T>));
  } else if constexpr (kIs<T, std::pair>) {
    fill(random, value.first);
    fill(random, value.second);
  } else if constexpr (std::is_same_v<T, Sample>) {
    fill(random, value.series);
    fill(random, value.time);
    fill(random, value.window);
    fill(random, value.value);
  } else {
    std::apply([&](auto&... member) { (fill(random, member), ...); }, format::members(value));
  }
}

inline Record anyRecord(RandomStream& random) {
  Record record;
  fillHeld(random, record, random.below(std::variant_size_v<Record>));
  return record;
}

// Bit by bit, so that a NaN is the same as itself.
template <class T>
bool same(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> ||
                       std::is_same_v<T, std::string> || std::is_same_v<T, Duration> ||
                       std::is_same_v<T, Instant> || std::is_same_v<T, WallTime>) {
    return a == b;
  } else if constexpr (kIs<T, std::vector> || kIs<T, std::map>) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return same(x, y); });
  } else if constexpr (kIs<T, std::optional>) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  } else if constexpr (kIs<T, std::variant>) {
    return a.index() == b.index() &&
           std::visit(
               [&](const auto& held) {
                 return same(held, std::get<std::remove_cvref_t<decltype(held)>>(b));
               },
               a);
  } else if constexpr (kIs<T, std::pair>) {
    return same(a.first, b.first) && same(a.second, b.second);
  } else if constexpr (std::is_same_v<T, Sample>) {
    return a.series == b.series && a.time == b.time && a.window == b.window &&
           same(a.value, b.value);
  } else {
    const auto x = format::members(a);
    const auto y = format::members(b);
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return (same(std::get<i>(x), std::get<i>(y)) && ...);
    }(std::make_index_sequence<std::tuple_size_v<decltype(x)>>());
  }
}

}  // namespace evenkeel::testing
