// Reading the fields of a JSON object with checks.
//
// The first fault sticks; what is read after it is a default value, so that a caller reads on and
// looks once at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evenkeel::plugin {

// Of the library's own type, which no header shows.
using JsonObject = std::shared_ptr<const void>;

// Bounded in depth. Invalid: no JSON, no object, or a key twice in one object.
Result<JsonObject> parseObject(std::string_view text);

class Fields {
 public:
  // The object outlives this; `fault` stays empty while all is well.
  Fields(const JsonObject& object, std::string& fault) : Fields(object.get(), "", fault) {}

  bool has(const char* key) { return find(key) != nullptr; }  // and it is not null
  std::string text(const char* key, std::size_t longest, bool required = false);
  std::optional<double> number(const char* key, double low, double high);
  bool flag(const char* key, bool otherwise);
  // The objects of a list; absent: none.
  std::vector<Fields> list(const char* key, std::size_t most);
  std::vector<std::string> texts(const char* key, std::size_t most, std::size_t longest);
  std::optional<Fields> object(const char* key);
  // Whatever it is, as JSON on one line.
  std::optional<std::string> anything(const char* key);
  // A list of whole numbers below `below`.
  std::vector<std::uint32_t> positions(const char* key, std::size_t below);
  // All members of this object, which must be numbers of that range.
  std::vector<std::pair<std::string, double>> numbers(double low, double high);
  // A fault where there are fields that nobody asked for.
  void finish();

  void say(const std::string& key, const std::string& what);
  std::string json() const;  // the whole object, on one line

 private:
  Fields(const void* object, std::string path, std::string& fault);
  const void* find(const char* key);  // null: absent or null
  std::string pathOf(const std::string& key) const;

  const void* object_;
  std::string path_;
  std::string* fault_;
  std::vector<std::string> known_;
};

}  // namespace evenkeel::plugin
