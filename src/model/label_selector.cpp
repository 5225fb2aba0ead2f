#include "model/label_selector.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace evenkeel {
namespace {

std::string textOf(const LabelRequirement& requirement) {
  std::vector<std::string> values = requirement.values;
  std::sort(values.begin(), values.end());
  switch (requirement.op) {
    case LabelOperator::In:
      return fmt::format("{} in ({})", requirement.key, fmt::join(values, ","));
    case LabelOperator::NotIn:
      return fmt::format("{} notin ({})", requirement.key, fmt::join(values, ","));
    case LabelOperator::Exists:
      return requirement.key;
    case LabelOperator::DoesNotExist:
      return '!' + requirement.key;
  }
  return {};
}

bool holds(const LabelRequirement& requirement, const std::map<std::string, std::string>& labels) {
  const auto label = labels.find(requirement.key);
  const auto& values = requirement.values;
  const bool isThere = label != labels.end();
  const bool isOneOf =
      isThere && std::find(values.begin(), values.end(), label->second) != values.end();
  switch (requirement.op) {
    case LabelOperator::In:
      return isOneOf;
    case LabelOperator::NotIn:
      return !isOneOf;
    case LabelOperator::Exists:
      return isThere;
    case LabelOperator::DoesNotExist:
      return !isThere;
  }
  return false;
}

}  // namespace

std::string selectorText(const LabelSelector& selector) {
  std::vector<std::pair<std::string, std::string>> parts;  // by key
  for (const auto& [key, value] : selector.matchLabels) parts.emplace_back(key, key + '=' + value);
  for (const LabelRequirement& requirement : selector.matchExpressions)
    parts.emplace_back(requirement.key, textOf(requirement));
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string all;
  for (const auto& [key, part] : parts) all += (all.empty() ? "" : ",") + part;
  return all;
}

std::string seriesName(const std::string& metric, const LabelSelector& selector) {
  return selector.empty() ? metric : metric + '{' + selectorText(selector) + '}';
}

bool matches(const LabelSelector& selector, const std::map<std::string, std::string>& labels) {
  const auto& wanted = selector.matchLabels;
  const auto& requirements = selector.matchExpressions;
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const auto& one) {
                       const auto label = labels.find(one.first);
                       return label != labels.end() && label->second == one.second;
                     }) &&
         std::all_of(requirements.begin(), requirements.end(),
                     [&](const LabelRequirement& one) { return holds(one, labels); });
}

}  // namespace evenkeel
