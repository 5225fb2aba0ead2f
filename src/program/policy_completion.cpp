#include "program/policy_completion.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace evenkeel::program {
namespace {

std::string_view withoutBlanks(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// The innermost bracket that is still open, and the last part in it.
struct Open {
  char bracket = '\0';         // none: names are typed
  std::string_view call = {};  // before a '(': whose parameters are typed
  std::size_t part = 0;        // where it begins
};

Open innermost(std::string_view typed) {
  std::vector<Open> open{{}};
  char quote = '\0';
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      std::string_view call = typed.substr(open.back().part, i - open.back().part);
      call.remove_prefix(call.find('=') + 1);  // of the parameter that it is the value of
      open.push_back({c, withoutBlanks(call), i + 1});
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.size() > 1) open.pop_back();
    } else if (c == ',' || (c == '+' && open.size() == 1)) {
      open.back().part = i + 1;
    }
  }
  if (quote != '\0') return {.bracket = quote};
  return open.back();
}

// Without what a shell would take apart, whatever quotes stand around it.
std::vector<std::string> suggestions(const FieldInfo& field) {
  std::vector<std::string> values = field.type.values;
  if (field.type.form == TypeInfo::Form::Boolean) values = {"true", "false"};
  if (values.empty()) values = {field.example, field.defaultText};
  std::erase_if(values, [](const std::string& value) {
    return value.empty() || value.find_first_of(" '\"") != std::string::npos;
  });
  return values;
}

Completion valueCompletion(const std::string& head, std::string_view typed,
                           const FieldInfo& field) {
  Completion values{.goesOn = true};
  for (const std::string& value : suggestions(field)) {
    if (value.starts_with(typed)) values.candidates.push_back({head + value, field.text});
  }
  return values;
}

Completion parameterCompletion(const std::string& head, std::string_view typed,
                               const std::vector<FieldInfo>& fields) {
  const auto equals = typed.find('=');
  const std::string_view key = typed.substr(0, equals);
  std::vector<const FieldInfo*> near;
  for (const FieldInfo& field : fields) {
    if (equals == std::string_view::npos ? field.key.starts_with(key) : field.key == key)
      near.push_back(&field);
  }
  if (equals != std::string_view::npos) {
    if (near.empty()) return {};
    return valueCompletion(head + std::string(typed.substr(0, equals + 1)),
                           typed.substr(equals + 1), *near.front());
  }
  Completion names{.goesOn = true};
  for (const FieldInfo* field : near)
    names.candidates.push_back({head + field->key + '=', field->text});
  if (near.size() == 1) {
    for (Candidate& value :
         valueCompletion(names.candidates.front().text, "", *near.front()).candidates)
      names.candidates.push_back(std::move(value));
  }
  return names;
}

Completion nameCompletion(const std::string& head, std::string_view typed,
                          std::span<const PolicyKind> kinds) {
  Completion names{.goesOn = true};
  const PolicyKind* last = nullptr;
  for (const PolicyKind& kind : kinds) {
    if (!kind.name.starts_with(typed)) continue;
    names.candidates.push_back({head + std::string(kind.name), std::string(kind.title)});
    last = &kind;
  }
  if (names.candidates.size() == 1 && !last->parameters().fields.empty())
    names.candidates.push_back({names.candidates.front().text + '(', "with parameters"});
  return names;
}

}  // namespace

Completion policyCallCompletion(std::string_view typed, std::span<const PolicyKind> kinds) {
  const Open open = innermost(typed);
  const std::string_view part = withoutBlanks(typed.substr(open.part));
  const std::string head(typed.substr(0, typed.size() - part.size()));
  if (open.bracket == '\0') return nameCompletion(head, part, kinds);
  if (open.bracket != '(') return {};
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const PolicyKind& one) { return one.name == open.call; });
  if (kind == kinds.end()) return {};
  return parameterCompletion(head, part, kind->parameters().fields);
}

}  // namespace evenkeel::program
