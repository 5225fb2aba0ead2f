// `clairvoyant(bound=B1c)` as people write it among the policies of a comparison.
#pragma once

#include "base/schema.h"
#include "evaluation/bounds/bound_plan.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {

struct ClairvoyantParameters {
  Bound bound = Bound::B1c;
};

inline constexpr std::string_view kClairvoyant = "clairvoyant";
const Schema<ClairvoyantParameters>& clairvoyantSchema();
// All faults of the parameters in one error.
Result<Bound> boundOf(const PolicyCall& call);

// For lists of policies: known by name and parameters, refused as a policy of a loop.
PolicyKind clairvoyantKind();

}  // namespace evenkeel::evaluation
