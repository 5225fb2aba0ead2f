#include "program/value_type.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace evenkeel::program {

std::string typeOfWords(const TypeInfo& record, std::string_view key) {
  const auto field = std::find_if(record.fields.begin(), record.fields.end(),
                                  [&](const FieldInfo& one) { return one.key == key; });
  if (field == record.fields.end()) return {};
  return fmt::format("{{{}}}", fmt::join(field->type.values, ","));
}

std::string valueType(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string type = option.get_type_name();  // "TEXT:{a,b}"
  const auto check = type.find(':');
  return check == std::string::npos ? type : type.substr(check + 1);
}

std::vector<std::string> wordsOf(std::string_view valueType) {
  if (!valueType.starts_with('{') || !valueType.ends_with('}')) return {};
  return CLI::detail::split(std::string(valueType.substr(1, valueType.size() - 2)), ',');
}

}  // namespace evenkeel::program
