#include "view/parameters.h"

#include <fmt/format.h>

#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

constexpr int kDeepest = 8;

const TypeInfo& innermost(const TypeInfo& type) {
  return type.element.empty() ? type : innermost(type.element.front());
}

void list(const TypeInfo& record, std::size_t width, int depth, std::string& out) {
  const std::string margin(static_cast<std::size_t>(depth) * 2 + 2, ' ');
  for (const FieldInfo& field : record.fields) {
    out += fmt::format(
        "{}{}  {}\n", margin, field.key,
        wrap(parameterFacts(field), width, margin + "    ", margin.size() + field.key.size() + 2));
    if (!field.text.empty()) {
      out += fmt::format("{}    {}\n", margin,
                         wrap(field.text, width, margin + "    ", margin.size() + 4));
    }
    if (depth < kDeepest) list(innermost(field.type), width, depth + 1, out);
  }
}

}  // namespace

std::string parameterFacts(const FieldInfo& field) {
  std::string facts = field.type.phrase;
  if (!field.unit.empty()) facts += ", in " + field.unit;
  if (field.required) facts += ", required";
  if (!field.defaultText.empty()) facts += ", default " + field.defaultText;
  if (!field.example.empty()) facts += ", as in " + field.example;
  return facts;
}

std::string parameterList(const TypeInfo& record, std::size_t width) {
  if (record.fields.empty()) return "  no parameters\n";
  std::string out;
  list(record, width, 0, out);
  return out;
}

}  // namespace evenkeel::view
