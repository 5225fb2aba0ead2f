// A JSON document as a plain value, and a reader that checks what it takes.
//
// The first fault sticks, with its path; what is read after it is a default value, so that a caller
// may read on and look once at the end. Bounds: 16 MiB, 64 levels. Nothing throws.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace evenkeel {

struct JsonValue {
  using List = std::vector<JsonValue>;
  using Record = std::vector<std::pair<std::string, JsonValue>>;
  // Nothing (null), flag, whole number, other number, text, list, record.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Record> value;
};

// `name` stands before the place of a fault.
Result<JsonValue> parseJson(std::string_view text, const std::string& name);
Result<JsonValue> readJsonFile(const std::string& path);

// What was read of a document so far.
struct JsonReading {
  std::optional<Error> fault;
  std::unordered_set<const JsonValue*> taken;  // fields asked for
};

// A place in a document; document and reading outlive it.
class JsonReader {
 public:
  // The whole document.
  JsonReader(const JsonValue& value, JsonReading& reading) : value_(&value), reading_(&reading) {}

  bool isNull() const { return std::holds_alternative<std::monostate>(value_->value); }
  bool isRecord() const { return std::holds_alternative<JsonValue::Record>(value_->value); }
  bool isText() const { return std::holds_alternative<std::string>(value_->value); }

  JsonReader at(std::string_view key) const;                   // a fault where it is not there
  std::optional<JsonReader> find(std::string_view key) const;  // absent where not there or null
  std::vector<JsonReader> list() const;                        // null: empty
  std::vector<std::pair<std::string, JsonReader>> record() const;

  bool flag() const;
  std::string text() const;
  std::int64_t integer(std::int64_t low = std::numeric_limits<std::int64_t>::min(),
                       std::int64_t high = std::numeric_limits<std::int64_t>::max()) const;
  double number(double low, double high) const;

  // Notes a fault here.
  void fault(std::string what, std::string valid) const;

  const std::string& path() const { return path_; }
  // Fields below that nobody asked for, as "pods[].mood"; null ones and remarks do not count.
  std::vector<std::string> ignored(std::span<const std::string_view> remarks) const;

 private:
  JsonReader(const JsonValue& value, std::string path, JsonReading* reading)
      : value_(&value), path_(std::move(path)), reading_(reading) {}
  JsonReader child(const JsonValue& value, std::string path) const {
    reading_->taken.insert(&value);
    return {value, std::move(path), reading_};
  }
  std::string pathOf(std::string_view key) const;

  const JsonValue* value_;
  std::string path_;
  JsonReading* reading_;
};

}  // namespace evenkeel
