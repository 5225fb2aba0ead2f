// Policies with parameters as people write them: `hpa(cpu=60, loop=3m)`, `static`.
//
// A value ends at a comma or the closing parenthesis outside brackets and quotes, so that whole
// flow values fit in: hpa(behavior={scaleDown: {selectPolicy: Disabled}}); so does another call:
// schedule(policy=hpa(cpu=60)). A path, a quoted word or a list that stands first without a name is
// the parameter `command`: exec(./mine.py). Which policies and parameters there are is for the
// catalogue to say.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace evenkeel {

struct PolicyCall {
  std::string name;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string text;  // as written
  friend bool operator==(const PolicyCall&, const PolicyCall&) = default;
};

Result<PolicyCall> parsePolicyCall(std::string_view text);

// Separated by commas outside brackets and quotes: `hpa(cpu=60),hpa(cpu=70,loop=3m),static`.
Result<std::vector<PolicyCall>> parsePolicyCalls(std::string_view text);

// Policies that decide together on one application (docs/policies/composition.md).
struct PolicyTeam {
  std::string text;               // as written
  std::vector<PolicyCall> calls;  // at least one
};

// Teams separated by commas, members by plus signs, outside brackets and quotes:
// `hpa(cpu=60)+vpa,hpa(cpu=60)`.
Result<std::vector<PolicyTeam>> parsePolicyTeams(std::string_view text);

}  // namespace evenkeel
