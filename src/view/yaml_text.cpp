#include "view/yaml_text.h"

#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/document_text.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;

// Strings stay quoted: none of them is taken for a number, a boolean or nothing.
std::string scalarText(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool isBlock(const Json& value) {
  return value.is_structured() && !value.empty();
}

// From where a line has come to; ends the line.
void write(const Json& value, std::size_t depth, std::string& out);

void writeMember(const std::string& key, const Json& value, std::size_t depth, std::string& out) {
  out += flowText(DocumentNode::string(key)) + ':';
  if (!isBlock(value)) {
    out += ' ' + scalarText(value) + '\n';
    return;
  }
  const std::size_t deeper = depth + (value.is_array() ? 0 : 2);
  out += '\n' + std::string(deeper, ' ');
  write(value, deeper, out);
}

void write(const Json& value, std::size_t depth, std::string& out) {
  bool first = true;
  const auto begin = [&] {
    if (!first) out += std::string(depth, ' ');
    first = false;
  };
  if (!isBlock(value)) {
    out += scalarText(value) + '\n';
  } else if (value.is_array()) {
    for (const Json& item : value) {
      begin();
      out += "- ";
      write(item, depth + 2, out);
    }
  } else {
    for (const auto& [key, member] : value.items()) {
      begin();
      writeMember(key, member, depth, out);
    }
  }
}

}  // namespace

std::string yamlText(std::string_view json) {
  std::string out;
  write(Json::parse(json, nullptr, false), 0, out);
  return out;
}

}  // namespace evenkeel::view
