// The policies of a run, made from their calls.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "base/result.h"
#include "model/scenario.h"

namespace evenkeel::program {

struct PolicySet {
  std::vector<std::unique_ptr<Policy>> owned;
  std::vector<BoundPolicy> bound;  // to the above, in order of precedence
  BoundPolicy fallback;            // null: there is none
};

// Unknown names and faulty parameters are errors, with what would be valid; so is a policy that
// takes its time.
Result<std::unique_ptr<Policy>> makeFallback(const PolicyCall& call);

// Of a valid call; null: it is none.
std::shared_ptr<const Policy> policyOfCall(const std::string& call);

// Errors as those of makePolicy() and makeFallback().
Result<PolicySet> makePolicies(std::span<const PolicyCall> calls,
                               const std::optional<PolicyCall>& fallback);

}  // namespace evenkeel::program
