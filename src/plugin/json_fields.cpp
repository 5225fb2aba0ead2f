#include "plugin/json_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/text.h"

namespace evenkeel::plugin {

namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 64;
const Json kNoObject = Json::object();

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

const Json& as(const void* value) {
  return *static_cast<const Json*>(value);
}

// Finds a key that stands twice in one object, of which the library keeps the last.
class Repeated {
 public:
  bool operator()(int /*depth*/, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open_.back().insert(key).second && !found) found = key;
    }
    return true;
  }
  std::optional<std::string> found;

 private:
  std::vector<std::set<std::string>> open_;
};

}  // namespace

Result<JsonObject> parseObject(std::string_view text) {
  if (isTooDeep(text))
    return fail(ErrorKind::Invalid, "", "answered JSON nested too deeply",
                fmt::format("at most {} levels", kDeepest));
  Repeated repeated;
  auto parsed = std::make_shared<const Json>(Json::parse(text, std::ref(repeated), false));
  if (!parsed->is_object())
    return fail(ErrorKind::Invalid, "", "answered " + quotedForPeople(text, 200),
                "one JSON object a line, and nothing else on standard output");
  if (repeated.found)
    return fail(ErrorKind::Invalid, "",
                "answered an object with " + quotedForPeople(*repeated.found) + " twice",
                "each key once");
  return parsed;
}

Fields::Fields(const void* object, std::string path, std::string& fault)
    : object_(as(object).is_object() ? object : &kNoObject),
      path_(std::move(path)),
      fault_(&fault) {
  if (!as(object).is_object() && fault.empty()) fault = path_ + " is no object";
}

std::string Fields::pathOf(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void Fields::say(const std::string& key, const std::string& what) {
  if (fault_->empty()) *fault_ = pathOf(key) + " " + what;
}

const void* Fields::find(const char* key) {
  known_.emplace_back(key);
  const auto found = as(object_).find(key);
  return found == as(object_).end() || found->is_null() ? nullptr : &*found;
}

std::string Fields::text(const char* key, std::size_t longest, bool required) {
  const auto* value = static_cast<const Json*>(find(key));
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
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->get<double>() : low - 1;
  if (!value->is_number() || !(number >= low && number <= high)) {
    say(key, fmt::format("is no number from {} to {}", low, high));
    return std::nullopt;
  }
  return number;
}

bool Fields::flag(const char* key, bool otherwise) {
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) {
    say(key, "is neither true nor false");
    return otherwise;
  }
  return value->get<bool>();
}

std::vector<Fields> Fields::list(const char* key, std::size_t most) {
  std::vector<Fields> items;
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return items;
  if (!value->is_array() || value->size() > most) {
    say(key, fmt::format("is no list of at most {} objects", most));
    return items;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    items.push_back(Fields(&(*value)[i], fmt::format("{}[{}]", pathOf(key), i), *fault_));
  return items;
}

std::vector<std::string> Fields::texts(const char* key, std::size_t most, std::size_t longest) {
  std::vector<std::string> items;
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return items;
  const bool good =
      value->is_array() && value->size() <= most &&
      std::all_of(value->begin(), value->end(), [longest](const Json& item) {
        return item.is_string() && item.get_ref<const std::string&>().size() <= longest;
      });
  if (!good) {
    say(key, fmt::format("is no list of at most {} texts", most));
    return items;
  }
  for (const Json& item : *value) items.push_back(item.get<std::string>());
  return items;
}

std::optional<Fields> Fields::object(const char* key) {
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return std::nullopt;
  return Fields(value, pathOf(key), *fault_);
}

std::optional<std::string> Fields::anything(const char* key) {
  const void* value = find(key);
  return value == nullptr ? std::nullopt : std::optional(as(value).dump());
}

std::vector<std::uint32_t> Fields::positions(const char* key, std::size_t below) {
  std::vector<std::uint32_t> items;
  const auto* value = static_cast<const Json*>(find(key));
  if (value == nullptr) return items;
  const bool good = value->is_array() && value->size() <= below &&
                    std::all_of(value->begin(), value->end(), [below](const Json& item) {
                      return item.is_number_unsigned() && item.get<std::uint64_t>() < below;
                    });
  if (!good) {
    say(key, "is no list of what stands before, by position");
    return items;
  }
  for (const Json& item : *value) items.push_back(item.get<std::uint32_t>());
  return items;
}

std::vector<std::pair<std::string, double>> Fields::numbers(double low, double high) {
  std::vector<std::pair<std::string, double>> found;
  for (const auto& item : as(object_).items()) {
    const auto value = number(item.key().c_str(), low, high);
    if (value)
      found.emplace_back(item.key(), *value);
    else
      say(item.key(), "is no number");
  }
  return found;
}

std::string Fields::json() const {
  return as(object_).dump();
}

void Fields::finish() {
  for (const auto& item : as(object_).items()) {
    if (std::find(known_.begin(), known_.end(), item.key()) != known_.end()) continue;
    const auto nearest = nearestName(item.key(), known_);
    say(quotedForPeople(item.key()),
        "is unknown here" + (nearest ? "; did you mean " + *nearest + "?" : std::string()));
  }
}

}  // namespace evenkeel::plugin
