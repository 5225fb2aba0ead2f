// JSON as API servers send it, for the .cpp files of this module alone. Nothing throws.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace evenkeel::kubernetes {

using Json = nlohmann::json;

// Discarded (no object): it is none.
inline Json parsedJson(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

// What is no UTF-8 in it is replaced.
inline std::string textOf(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Each of these takes what is no object, and what has no such member, for empty.
inline const Json& memberOf(const Json& object, const char* key) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found != object.end() ? *found : none;
}
inline std::string textAt(const Json& object, const char* key) {
  const Json& value = memberOf(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}
inline std::int64_t numberAt(const Json& object, const char* key) {
  const Json& value = memberOf(object, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}
// How many: what is less than none is none, what is more than there can be is the most.
inline std::int32_t countAt(const Json& object, const char* key) {
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(numberAt(object, key), 0, std::numeric_limits<std::int32_t>::max()));
}
inline bool isTrueAt(const Json& object, const char* key) {
  const Json& value = memberOf(object, key);
  return value.is_boolean() && value.get<bool>();
}

}  // namespace evenkeel::kubernetes
