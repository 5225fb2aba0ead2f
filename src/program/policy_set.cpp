#include "program/policy_set.h"

#include <utility>

#include "program/policy_list.h"

namespace evenkeel::program {

Result<std::unique_ptr<Policy>> makeFallback(const PolicyCall& call) {
  auto policy = makePolicy(call, policyList());
  if (policy && (*policy)->needs().deadline > Duration::zero()) {
    return fail(ErrorKind::Invalid, call.text, "takes its time, and so cannot be the fallback",
                "write a rule that decides at once, such as hpa(cpu=60)");
  }
  return policy;
}

std::shared_ptr<const Policy> policyOfCall(const std::string& call) {
  const auto parsed = parsePolicyCall(call);
  if (!parsed) return nullptr;
  auto policy = makePolicy(*parsed, policyList());
  return policy ? std::shared_ptr<const Policy>(std::move(*policy)) : nullptr;
}

Result<PolicySet> makePolicies(std::span<const PolicyCall> calls,
                               const std::optional<PolicyCall>& fallback) {
  PolicySet set;
  for (const PolicyCall& call : calls) {
    auto policy = makePolicy(call, policyList());
    if (!policy) return tl::unexpected(policy.error());
    set.owned.push_back(std::move(*policy));
    set.bound.push_back({call.text, set.owned.back().get()});
  }
  if (!fallback) return set;
  auto policy = makeFallback(*fallback);
  if (!policy) return tl::unexpected(policy.error());
  set.owned.push_back(std::move(*policy));
  set.fallback = {fallback->text, set.owned.back().get()};
  return set;
}

}  // namespace evenkeel::program
