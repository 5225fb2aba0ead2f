#include "base/json_schema.h"

#include "base/document_text.h"

namespace evenkeel {
namespace {

DocumentNode number(double value) {
  return DocumentNode::plain(numberText(value));
}

void addLimits(const TypeInfo& type, DocumentNode& out) {
  if (type.minimum) out.set("minimum", number(*type.minimum));
  if (type.exclusiveMinimum) out.set("exclusiveMinimum", DocumentNode::plain("true"));
  if (type.maximum) out.set("maximum", number(*type.maximum));
  if (type.exclusiveMaximum) out.set("exclusiveMaximum", DocumentNode::plain("true"));
}

void addFields(const TypeInfo& type, DocumentNode& out) {
  DocumentNode properties = DocumentNode::map();
  DocumentNode required = DocumentNode::list();
  DocumentNode oneOf = DocumentNode::list();
  for (const auto& field : type.fields) {
    DocumentNode property = jsonSchema(field.type);
    std::string text = field.text;
    if (!field.unit.empty()) text += " Unit: " + field.unit + ".";
    property.set("description", DocumentNode::string(std::move(text)));
    properties.set(field.key, std::move(property));
    if (field.required) required.items.push_back(DocumentNode::string(field.key));
    if (!field.alternative) continue;
    DocumentNode alone = DocumentNode::list();
    alone.items.push_back(DocumentNode::string(field.key));
    DocumentNode choice = DocumentNode::map();
    choice.set("required", std::move(alone));
    oneOf.items.push_back(std::move(choice));
  }
  out.set("properties", std::move(properties));
  if (!required.items.empty()) out.set("required", std::move(required));
  if (!oneOf.items.empty()) out.set("oneOf", std::move(oneOf));
}

std::string_view typeName(TypeInfo::Form form) {
  switch (form) {
    case TypeInfo::Form::Struct:
    case TypeInfo::Form::Map:
      return "object";
    case TypeInfo::Form::List:
      return "array";
    case TypeInfo::Form::Integer:
      return "integer";
    case TypeInfo::Form::Number:
      return "number";
    case TypeInfo::Form::Boolean:
      return "boolean";
    case TypeInfo::Form::Enum:
    case TypeInfo::Form::String:
    case TypeInfo::Form::Amount:
    case TypeInfo::Form::Span:
    case TypeInfo::Form::Moment:
      break;
  }
  return "string";
}

}  // namespace

DocumentNode jsonSchema(const TypeInfo& type) {
  DocumentNode out = DocumentNode::map();
  if (type.form == TypeInfo::Form::Amount)  // 2 and "500m" alike
    out.set("x-kubernetes-int-or-string", DocumentNode::plain("true"));
  else
    out.set("type", DocumentNode::string(std::string(typeName(type.form))));
  switch (type.form) {
    case TypeInfo::Form::Struct:
      addFields(type, out);
      break;
    case TypeInfo::Form::Map:
      out.set("additionalProperties", jsonSchema(type.element.front()));
      break;
    case TypeInfo::Form::List:
      out.set("items", jsonSchema(type.element.front()));
      if (type.minimum) out.set("minItems", number(*type.minimum));
      if (type.maximum) out.set("maxItems", number(*type.maximum));
      break;
    case TypeInfo::Form::Enum: {
      DocumentNode values = DocumentNode::list();
      for (const auto& value : type.values) values.items.push_back(DocumentNode::string(value));
      out.set("enum", std::move(values));
      break;
    }
    case TypeInfo::Form::Moment:
      out.set("format", DocumentNode::string("date-time"));
      break;
    case TypeInfo::Form::String:
      if (!type.pattern.empty()) out.set("pattern", DocumentNode::string(type.pattern));
      break;
    default:
      addLimits(type, out);
  }
  return out;
}

}  // namespace evenkeel
