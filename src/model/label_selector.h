// Which objects or series are meant, by their labels: Kubernetes' LabelSelector (meta/v1).
//
// Source: Kubernetes API; field names and meaning are theirs. All requirements must hold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace evenkeel {

enum class LabelOperator : std::uint8_t { In, NotIn, Exists, DoesNotExist };

struct LabelRequirement {
  std::string key;
  LabelOperator op = LabelOperator::In;
  std::vector<std::string> values;  // of In and NotIn
  friend bool operator==(const LabelRequirement&, const LabelRequirement&) = default;
};

struct LabelSelector {
  std::vector<std::pair<std::string, std::string>> matchLabels;
  std::vector<LabelRequirement> matchExpressions;

  bool empty() const { return matchLabels.empty() && matchExpressions.empty(); }
  friend bool operator==(const LabelSelector&, const LabelSelector&) = default;
};

// As a query has it, in order of keys: "app=web,tier in (a,b),!old"; empty: everything.
std::string selectorText(const LabelSelector& selector);
// What the series of a metric are called that are meant: "queue", "queue{name=orders}".
std::string seriesName(const std::string& metric, const LabelSelector& selector);
bool matches(const LabelSelector& selector, const std::map<std::string, std::string>& labels);

}  // namespace evenkeel
