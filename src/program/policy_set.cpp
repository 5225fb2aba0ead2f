#include "program/policy_set.h"

#include <utility>

#include "policy/catalogue.h"

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
