#include "program/workload_filter.h"

#include <fnmatch.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace evenkeel::program {
namespace {

bool isLabelText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '/';
  });
}

std::optional<LabelRequirement> requirementOf(std::string_view term) {
  LabelRequirement requirement;
  const std::size_t equals = term.find('=');
  if (equals == std::string_view::npos) {
    const bool absent = term.starts_with('!');
    requirement.op = absent ? LabelOperator::DoesNotExist : LabelOperator::Exists;
    requirement.key = term.substr(absent ? 1 : 0);
  } else {
    const bool other = equals > 0 && term[equals - 1] == '!';
    const bool doubled = !other && term.substr(equals).starts_with("==");
    requirement.op = other ? LabelOperator::NotIn : LabelOperator::In;
    requirement.key = term.substr(0, other ? equals - 1 : equals);
    requirement.values.emplace_back(term.substr(equals + (doubled ? 2 : 1)));
    if (!isLabelText(requirement.values.front())) return std::nullopt;
  }
  if (requirement.key.empty() || !isLabelText(requirement.key)) return std::nullopt;
  return requirement;
}

}  // namespace

bool WorkloadFilter::takes(const view::Advice& advice) const {
  if (changed && !view::isChanged(advice)) return false;
  if (!matches(selector, advice.labels)) return false;
  const auto isMeant = [&](const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
  };
  return pattern.empty() || isMeant(advice.name) || isMeant(view::workloadName(advice));
}

Result<LabelSelector> parseSelector(const std::string& text) {
  LabelSelector selector;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    auto requirement = requirementOf(std::string_view(text).substr(begin, end - begin));
    if (!requirement)
      return fail(ErrorKind::Invalid, "", '"' + text + "\" is no selector of labels",
                  "app=web,tier!=db,canary,!old");
    selector.matchExpressions.push_back(std::move(*requirement));
    begin = end + 1;
  }
  return selector;
}

}  // namespace evenkeel::program
