#include "plugin/json_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace evenkeel::plugin {

using nlohmann::json;

namespace {

constexpr int kDeepest = 64;
const json kNoObject = json::object();

// Looked at first: the library writes what it read by recursion.
bool isTooDeep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

Result<json> parseObject(std::string_view text) {
  if (isTooDeep(text))
    return fail(ErrorKind::Invalid, "", "answered JSON nested too deeply",
                fmt::format("at most {} levels", kDeepest));
  json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object())
    return fail(ErrorKind::Invalid, "", "answered " + quotedForPeople(text, 200),
                "one JSON object a line, and nothing else on standard output");
  return parsed;
}

Fields::Fields(const json& object, std::string path, std::string& fault)
    : object_(object.is_object() ? &object : &kNoObject), path_(std::move(path)), fault_(&fault) {
  if (!object.is_object() && fault.empty()) fault = path_ + " is no object";
}

std::string Fields::pathOf(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void Fields::say(const std::string& key, const std::string& what) {
  if (fault_->empty()) *fault_ = pathOf(key) + " " + what;
}

const json* Fields::find(const char* key) {
  known_.emplace_back(key);
  const auto found = object_->find(key);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string Fields::text(const char* key, std::size_t longest, bool required) {
  const json* value = find(key);
  if (value == nullptr) {
    if (required) say(key, "is missing");
    return "";
  }
  if (!value->is_string()) {
    say(key, "is no text");
    return "";
  }
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() > longest) {
    say(key, fmt::format("is longer than {} bytes", longest));
    return "";
  }
  return text;
}

std::optional<double> Fields::number(const char* key, double low, double high) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->get<double>() : low - 1;
  if (!value->is_number() || !(number >= low && number <= high)) {
    say(key, fmt::format("is no number from {} to {}", low, high));
    return std::nullopt;
  }
  return number;
}

bool Fields::flag(const char* key, bool otherwise) {
  const json* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) {
    say(key, "is neither true nor false");
    return otherwise;
  }
  return value->get<bool>();
}

std::vector<Fields> Fields::list(const char* key, std::size_t most) {
  std::vector<Fields> items;
  const json* value = find(key);
  if (value == nullptr) return items;
  if (!value->is_array() || value->size() > most) {
    say(key, fmt::format("is no list of at most {} objects", most));
    return items;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    items.emplace_back((*value)[i], fmt::format("{}[{}]", pathOf(key), i), *fault_);
  return items;
}

std::vector<std::string> Fields::texts(const char* key, std::size_t most, std::size_t longest) {
  std::vector<std::string> items;
  const json* value = find(key);
  if (value == nullptr) return items;
  const bool good =
      value->is_array() && value->size() <= most &&
      std::all_of(value->begin(), value->end(), [longest](const json& item) {
        return item.is_string() && item.get_ref<const std::string&>().size() <= longest;
      });
  if (!good) {
    say(key, fmt::format("is no list of at most {} texts", most));
    return items;
  }
  for (const json& item : *value) items.push_back(item.get<std::string>());
  return items;
}

std::optional<Fields> Fields::object(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  return Fields(*value, pathOf(key), *fault_);
}

void Fields::finish() {
  for (const auto& item : object_->items()) {
    if (std::find(known_.begin(), known_.end(), item.key()) != known_.end()) continue;
    const auto nearest = nearestName(item.key(), known_);
    say(quotedForPeople(item.key()),
        "is unknown here" + (nearest ? "; did you mean " + *nearest + "?" : std::string()));
  }
}

}  // namespace evenkeel::plugin
