// Schema nodes of single values (schema.h). Limits are inclusive unless their name says otherwise.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/quantity.h"
#include "base/schema.h"
#include "base/time.h"

namespace evenkeel::schema {

struct TextRules {
  bool (*accepts)(std::string_view) = nullptr;  // beyond the length; null: anything
  std::string phrase = "a string";              // what is accepted, for error texts
  std::string pattern = {};                     // the same as a regular expression (ECMA-262)
  std::size_t minimumLength = 0;
  std::size_t maximumLength = 4096;
};
Schema<std::string> text(TextRules rules = {});
// RFC 1123: lower-case letters, digits and hyphens, at most 63; a letter or digit at both ends.
Schema<std::string> label();
// As Kubernetes takes it: such names joined by dots, at most 253 together, none limited alone.
Schema<std::string> subdomain();
bool isLabel(std::string_view text);

Schema<bool> boolean();

struct NumberRules {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool exclusiveMinimum = false;
  bool exclusiveMaximum = false;
  bool quantity = false;  // may be written as a Kubernetes quantity too: 100m is 0.1
};
Schema<double> number(NumberRules rules = {});

struct IntegerRules {
  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
};
struct IntegerAccess {
  std::int64_t (*get)(const void*);
  void (*set)(void*, std::int64_t);
};
std::shared_ptr<const SchemaType> integerType(IntegerRules rules, IntegerAccess access);

// Up to the largest int64 for unsigned 64-bit members.
template <std::integral I>
Schema<I> integer(IntegerRules rules = {}) {
  rules.minimum = std::in_range<I>(rules.minimum)
                      ? rules.minimum
                      : static_cast<std::int64_t>(std::numeric_limits<I>::min());
  if (!std::in_range<I>(rules.maximum))
    rules.maximum = static_cast<std::int64_t>(std::numeric_limits<I>::max());
  return Schema<I>(integerType(
      rules, {[](const void* p) { return static_cast<std::int64_t>(*static_cast<const I*>(p)); },
              [](void* p, std::int64_t value) { *static_cast<I*>(p) = static_cast<I>(value); }}));
}

struct QuantityRules {
  Quantity minimum{0};
  Quantity maximum{std::numeric_limits<std::int64_t>::max()};
  bool exclusiveMinimum = false;
  bool binary = false;  // written back as Ki, Mi, Gi where that is exact
};
Schema<Quantity> quantity(QuantityRules rules = {});

struct DurationRules {
  Duration minimum = Duration::zero();
  Duration maximum = Duration::max();
  bool exclusiveMinimum = false;
};
Schema<Duration> duration(DurationRules rules = {});
// A Kubernetes "…Seconds" field: a whole number of seconds.
Schema<Duration> wholeSeconds(DurationRules rules = {});
Schema<WallTime> timestamp();

struct EnumAccess {
  int (*get)(const void*);
  void (*set)(void*, int);
};
std::shared_ptr<const SchemaType> enumType(std::vector<std::pair<std::string, int>> values,
                                           EnumAccess access);

template <class E>
Schema<E> enumeration(std::vector<std::pair<std::string, E>> values) {
  std::vector<std::pair<std::string, int>> numbers;
  for (auto& [name, value] : values) numbers.emplace_back(name, static_cast<int>(value));
  return Schema<E>(
      enumType(std::move(numbers),
               {[](const void* p) { return static_cast<int>(*static_cast<const E*>(p)); },
                [](void* p, int value) { *static_cast<E*>(p) = static_cast<E>(value); }}));
}

}  // namespace evenkeel::schema
