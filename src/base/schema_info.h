// What a schema says about itself, as plain data: from it come error texts, the reference page, the
// JSON schema and the lists of parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evenkeel {

struct FieldInfo;

struct TypeInfo {
  enum class Form : std::uint8_t {
    Struct,  // of named fields
    List,
    Map,
    Enum,
    String,
    Integer,
    Number,
    Boolean,
    Amount,  // a Kubernetes quantity
    Span,    // a duration
    Moment   // a point in time
  };
  Form form = Form::String;
  std::string phrase;  // "an integer from 0 to 10": completes "write …"
  std::string limits;  // "0 to 10", "> 0"; empty: none
  // Of integers and numbers as they stand in the text; inclusive unless said.
  std::optional<double> minimum;
  std::optional<double> maximum;
  bool exclusiveMinimum = false;
  bool exclusiveMaximum = false;
  std::string pattern;              // of strings: ECMA-262
  std::vector<std::string> values;  // of enums
  std::vector<TypeInfo> element;    // of lists and maps: exactly one
  std::vector<FieldInfo> fields;    // of records
};

struct FieldInfo {
  std::string key;
  std::string text;         // one sentence for the reader of the reference page
  std::string unit;         // empty: the type says it
  std::string example;      // as it would be written
  std::string defaultText;  // as it would be written; empty: none
  bool required = false;
  bool alternative = false;  // exactly one of a record's alternatives is written
  TypeInfo type;
};

}  // namespace evenkeel
