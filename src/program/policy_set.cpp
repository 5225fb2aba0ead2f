#include "program/policy_set.h"

#include <utility>

#include "program/policy_list.h"

namespace evenkeel::program {

Result<PolicySet> makePolicies(std::span<const PolicyCall> calls,
                               const std::optional<PolicyCall>& fallback) {
  PolicySet set;
  const auto make = [&set](const PolicyCall& call) -> Result<BoundPolicy> {
    auto policy = makePolicy(call, policyList());
    if (!policy) return tl::unexpected(policy.error());
    set.owned.push_back(std::move(*policy));
    return BoundPolicy{call.text, set.owned.back().get()};
  };
  for (const PolicyCall& call : calls) {
    auto bound = make(call);
    if (!bound) return tl::unexpected(bound.error());
    set.bound.push_back(std::move(*bound));
  }
  if (!fallback) return set;
  auto bound = make(*fallback);
  if (!bound) return tl::unexpected(bound.error());
  if (bound->policy->needs().deadline > Duration::zero()) {
    return fail(ErrorKind::Invalid, fallback->text, "takes its time, and so cannot be the fallback",
                "a rule that decides at once, such as hpa");
  }
  set.fallback = std::move(*bound);
  return set;
}

}  // namespace evenkeel::program
