// Before the header: its TypeInfo::Form::Struct may not shadow the Record of the log.
#include "policy/catalogue.h"

#include "program/policy_set.h"

#include <utility>

namespace evenkeel::program {

Result<PolicySet> makePolicies(std::span<const PolicyCall> calls) {
  PolicySet set;
  for (const PolicyCall& call : calls) {
    auto policy = makePolicy(call);
    if (!policy) return tl::unexpected(policy.error());
    set.bound.push_back({call.text, policy->get()});
    set.owned.push_back(std::move(*policy));
  }
  return set;
}

}  // namespace evenkeel::program
