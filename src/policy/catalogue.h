// The built-in policies: an explicit list. To add one, write its line in catalogue.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/schema_info.h"
#include "base/schema_parameters.h"
#include "model/scenario.h"
#include "policy/policy.h"

namespace evenkeel {

struct PolicyKind {
  std::string_view name;
  std::string_view title;  // one sentence
  TypeInfo (*parameters)();
  // All faults of the parameters in one error; `where` is what errors call the call. A policy that
  // wraps another one chooses it from `kinds`.
  Result<std::unique_ptr<Policy>> (*make)(const Parameters& parameters, const std::string& where,
                                          std::span<const PolicyKind> kinds);
};

// In the order in which they are listed to people.
const std::vector<PolicyKind>& policyCatalogue();

// Of one of `kinds`; an unknown name is an error that names the known ones.
Result<std::unique_ptr<Policy>> makePolicy(const PolicyCall& call,
                                           std::span<const PolicyKind> kinds = policyCatalogue());

}  // namespace evenkeel
