#include "base/schema_reference.h"

namespace evenkeel {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string valueText(const FieldInfo& field) {
  const TypeInfo* type = &field.type;
  std::string out;
  if (type->form == TypeInfo::Form::List) out = "list";
  if (type->form == TypeInfo::Form::Map) out = "map";
  if (!type->element.empty()) type = &type->element.front();
  if (type->form != TypeInfo::Form::Struct)
    out += (out.empty() ? "" : " of ") + type->phrase;
  else if (out.empty())
    out = "map";
  if (!field.unit.empty()) out += " (" + field.unit + ")";
  return out;
}

void addRows(const TypeInfo& record, const std::string& prefix, std::string& out) {
  for (const auto& field : record.fields) {
    std::string beside = field.required      ? "required"
                         : field.alternative ? "one of these"
                                             : field.defaultText;
    if (!field.required && !field.alternative && !beside.empty()) beside = "`" + beside + "`";
    std::string text = field.text;
    if (!field.example.empty()) text += " Example: `" + field.example + "`.";
    out += "| `" + prefix + field.key + "` | " + escaped(valueText(field)) + " | " +
           escaped(beside) + " | " + escaped(text) + " |\n";
    const bool nested = !field.type.element.empty();
    const TypeInfo& inner = nested ? field.type.element.front() : field.type;
    if (inner.form == TypeInfo::Form::Struct)
      addRows(inner, prefix + field.key + (nested ? "[]." : "."), out);
  }
}

}  // namespace

std::string referenceTable(const TypeInfo& record) {
  std::string out = "| Key | Value | Default | Meaning |\n|---|---|---|---|\n";
  addRows(record, "", out);
  return out;
}

}  // namespace evenkeel
