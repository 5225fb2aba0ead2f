#include "evaluation/conformance/json_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace evenkeel {
namespace {

constexpr std::size_t kMaxBytes = 16u << 20;
constexpr int kMaxDepth = 64;
const JsonValue kNothing;

// False where the document is nested too deeply.
bool convert(const nlohmann::json& from, JsonValue& to, int depth) {
  using Type = nlohmann::json::value_t;
  if (depth > kMaxDepth) return false;
  switch (from.type()) {
    case Type::boolean:
      to.value = from.get<bool>();
      return true;
    case Type::number_integer:
      to.value = from.get<std::int64_t>();
      return true;
    case Type::number_unsigned:
      if (from.get<std::uint64_t>() >
          static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        to.value = from.get<double>();
      } else {
        to.value = from.get<std::int64_t>();
      }
      return true;
    case Type::number_float:
      to.value = from.get<double>();
      return true;
    case Type::string:
      to.value = from.get<std::string>();
      return true;
    case Type::array: {
      auto& list = to.value.emplace<JsonValue::List>(from.size());
      for (std::size_t i = 0; i < from.size(); ++i) {
        if (!convert(from[i], list[i], depth + 1)) return false;
      }
      return true;
    }
    case Type::object: {
      auto& record = to.value.emplace<JsonValue::Record>();
      for (const auto& [key, value] : from.items()) {
        if (!convert(value, record.emplace_back(key, JsonValue{}).second, depth + 1)) return false;
      }
      return true;
    }
    case Type::null:
    case Type::binary:
    case Type::discarded:
      break;
  }
  return true;
}

bool isNothing(const JsonValue& value) {
  return std::holds_alternative<std::monostate>(value.value);
}

void gatherIgnored(const JsonValue& value, const std::string& path, const JsonReading& reading,
                   std::span<const std::string_view> remarks, std::vector<std::string>& ignored) {
  if (const auto* list = std::get_if<JsonValue::List>(&value.value)) {
    for (const auto& item : *list) gatherIgnored(item, path + "[]", reading, remarks, ignored);
  }
  const auto* record = std::get_if<JsonValue::Record>(&value.value);
  if (record == nullptr) return;
  for (const auto& [key, field] : *record) {
    if (isNothing(field) || std::ranges::find(remarks, key) != remarks.end()) continue;
    const std::string place = path.empty() ? key : fmt::format("{}.{}", path, key);
    if (reading.taken.contains(&field)) {
      gatherIgnored(field, place, reading, remarks, ignored);
    } else {
      ignored.push_back(place);
    }
  }
}

// What the reader found, in words.
std::string kindOf(const JsonValue& value) {
  static constexpr std::string_view kNames[] = {
      "nothing", "true or false", "a whole number", "a number", "a text", "a list", "a record"};
  return std::string(kNames[value.value.index()]);
}

}  // namespace

Result<JsonValue> parseJson(std::string_view text, const std::string& name) {
  if (text.size() > kMaxBytes)
    return fail(ErrorKind::Invalid, name, "is larger than 16 MiB", "split it");
  try {
    JsonValue value;
    if (!convert(nlohmann::json::parse(text), value, 0))
      return fail(ErrorKind::Invalid, name, "has more than 64 levels", "a flatter document");
    return value;
  } catch (const nlohmann::json::parse_error& e) {
    const std::size_t end = std::min(e.byte, text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    return fail(ErrorKind::Invalid, fmt::format("{}:{}", name, line),
                text.empty() ? "is empty" : "is not JSON (or is cut off)", "a JSON document");
  } catch (const std::exception&) {
    return fail(ErrorKind::Invalid, name, "cannot be read as JSON", "a JSON document");
  }
}

Result<JsonValue> readJsonFile(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status))
    return fail(ErrorKind::Invalid, path, "is a directory", "a JSON file");
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return fail(ErrorKind::Invalid, path, "is a device or pipe", "a JSON file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::NotFound, path, "cannot be opened", "a JSON file that exists");
  std::string text;
  char block[65536];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxBytes) break;
  }
  if (file.bad()) return fail(ErrorKind::Unavailable, path, "cannot be read");
  return parseJson(text, path);
}

void JsonReader::fault(std::string what, std::string valid) const {
  if (!reading_->fault)
    reading_->fault = Error{ErrorKind::Invalid, path_, std::move(what), std::move(valid)};
}

std::vector<std::string> JsonReader::ignored(std::span<const std::string_view> remarks) const {
  std::vector<std::string> ignored;
  gatherIgnored(*value_, "", *reading_, remarks, ignored);
  return ignored;
}

std::string JsonReader::pathOf(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

JsonReader JsonReader::at(std::string_view key) const {
  std::string path = pathOf(key);
  if (const auto* record = std::get_if<JsonValue::Record>(&value_->value)) {
    for (const auto& [name, value] : *record) {
      if (name == key) return child(value, std::move(path));
    }
    fault(fmt::format("has no key '{}'", key), "every vector of this section has it");
  } else {
    fault(fmt::format("is {}", kindOf(*value_)), "a record");
  }
  return child(kNothing, std::move(path));
}

std::optional<JsonReader> JsonReader::find(std::string_view key) const {
  const auto* record = std::get_if<JsonValue::Record>(&value_->value);
  if (record == nullptr) {
    fault(fmt::format("is {}", kindOf(*value_)), "a record");
    return std::nullopt;
  }
  const auto found = std::ranges::find_if(*record, [key](const auto& f) { return f.first == key; });
  if (found == record->end()) return std::nullopt;
  JsonReader reader = at(key);
  if (reader.isNull()) return std::nullopt;
  return reader;
}

std::vector<JsonReader> JsonReader::list() const {
  std::vector<JsonReader> readers;
  if (const auto* list = std::get_if<JsonValue::List>(&value_->value)) {
    readers.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i)
      readers.push_back(child((*list)[i], fmt::format("{}[{}]", path_, i)));
  } else if (!isNull()) {
    fault(fmt::format("is {}", kindOf(*value_)), "a list");
  }
  return readers;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::record() const {
  std::vector<std::pair<std::string, JsonReader>> readers;
  if (const auto* record = std::get_if<JsonValue::Record>(&value_->value)) {
    readers.reserve(record->size());
    for (const auto& field : *record)
      readers.emplace_back(field.first, child(field.second, pathOf(field.first)));
  } else {
    fault(fmt::format("is {}", kindOf(*value_)), "a record");
  }
  return readers;
}

bool JsonReader::flag() const {
  if (const auto* flag = std::get_if<bool>(&value_->value)) return *flag;
  fault(fmt::format("is {}", kindOf(*value_)), "true or false");
  return false;
}

std::string JsonReader::text() const {
  if (const auto* text = std::get_if<std::string>(&value_->value)) return *text;
  fault(fmt::format("is {}", kindOf(*value_)), "a text");
  return {};
}

std::int64_t JsonReader::integer(std::int64_t low, std::int64_t high) const {
  std::optional<std::int64_t> number;
  if (const auto* whole = std::get_if<std::int64_t>(&value_->value)) number = *whole;
  if (const auto* real = std::get_if<double>(&value_->value);
      real != nullptr && std::abs(*real) < 0x1p53 && std::trunc(*real) == *real)
    number = static_cast<std::int64_t>(*real);
  if (number) {
    if (*number >= low && *number <= high) return *number;
    fault(fmt::format("is {}", *number), fmt::format("from {} to {}", low, high));
  } else {
    fault(fmt::format("is {}", kindOf(*value_)), "a whole number");
  }
  return std::max<std::int64_t>(low, 0);
}

double JsonReader::number(double low, double high) const {
  double number = 0;
  if (const auto* whole = std::get_if<std::int64_t>(&value_->value)) {
    number = static_cast<double>(*whole);
  } else if (const auto* real = std::get_if<double>(&value_->value)) {
    number = *real;
  } else {
    fault(fmt::format("is {}", kindOf(*value_)), "a number");
    return low;
  }
  if (number >= low && number <= high) return number;
  fault(fmt::format("is {}", number), fmt::format("from {} to {}", low, high));
  return low;
}

}  // namespace evenkeel
