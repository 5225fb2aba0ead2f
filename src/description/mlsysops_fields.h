// Fields of a normalized description as values of the model: absent where they are not written.
// What cannot be such a value is a fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "description/mlsysops_value.h"
#include "description/mlsysops_words.h"

namespace evenkeel::mlsysops {

std::string textOf(const Value& record, std::string_view key);  // empty: not written
// Without what stands there twice.
std::vector<std::string> textsOf(const Value& record, std::string_view key, Notes& notes);
std::optional<bool> flagOf(const Value& record, std::string_view key);
std::optional<double> numberOf(const Value& record, std::string_view key);
std::vector<double> numbersOf(const Value& record, std::string_view key);
std::optional<std::int32_t> countOf(const Value& record, std::string_view key, std::int32_t minimum,
                                    Notes& notes);
// Bytes: a number of GB (10^9 bytes), or with a unit.
std::optional<Quantity> bytesOf(const Value& record, std::string_view key, Notes& notes);
// A Kubernetes quantity above zero; "512MB" and the like are understood.
std::optional<Quantity> amountOf(const Value& record, std::string_view key, Notes& notes);
std::optional<Quantity> frequencyOf(const Value& record, std::string_view key);
std::vector<const Value*> recordsOf(const Value& record, std::string_view key);

enum class NameRule : std::uint8_t { Label, Subdomain };
// A name as native documents want it: lower case, no _; empty where nothing is left.
std::string nativeName(const Value& value, NameRule rule, Notes& notes);

template <class E, std::size_t N>
std::optional<E> meaningOf(const Words<E, N>& words, const Value& record, std::string_view key) {
  return meaning(words, textOf(record, key));
}

// Without what stands there twice, and without words of no meaning ("*").
template <class E, std::size_t N>
std::vector<E> meaningsOf(const Words<E, N>& words, const Value& record, std::string_view key,
                          Notes& notes) {
  std::vector<E> out;
  for (const std::string& word : textsOf(record, key, notes))
    if (const auto value = meaning(words, word)) out.push_back(*value);
  return out;
}

}  // namespace evenkeel::mlsysops
