// Reading the fields of a JSON object with checks; for the sources of this module alone, since it
// shows nlohmann's type.
//
// The first fault sticks; what is read after it is a default value, so that a caller reads on and
// looks once at the end.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenkeel::plugin {

// Bounded in depth. Invalid: no JSON, or no object.
Result<nlohmann::json> parseObject(std::string_view text);

class Fields {
 public:
  // `fault` stays empty while all is well.
  Fields(const nlohmann::json& object, std::string path, std::string& fault);

  const nlohmann::json* find(const char* key);  // null: absent or null
  std::string text(const char* key, std::size_t longest, bool required = false);
  std::optional<double> number(const char* key, double low, double high);
  bool flag(const char* key, bool otherwise);
  // The objects of a list; absent: none.
  std::vector<Fields> list(const char* key, std::size_t most);
  std::vector<std::string> texts(const char* key, std::size_t most, std::size_t longest);
  std::optional<Fields> object(const char* key);
  // A fault where there are fields that nobody asked for.
  void finish();

  void say(const std::string& key, const std::string& what);
  const nlohmann::json& members() const { return *object_; }

 private:
  std::string pathOf(const std::string& key) const;

  const nlohmann::json* object_;
  std::string path_;
  std::string* fault_;
  std::vector<std::string> known_;
};

}  // namespace evenkeel::plugin
