// Whether a policy's deciding metrics can be trusted at this moment (DESIGN decision 4).
#pragma once

#include <map>
#include <string>

#include "policy/policy.h"
#include "policy/snapshot.h"

namespace evenkeel {

// Why a component's metrics cannot be trusted ("container_cpu_usage_cores is stale"); empty: they
// can.
using Doubt = std::string;
using Doubts = std::map<AssetId, Doubt>;  // by component

// The doubt about the first deciding metric that there is one about: it is missing, stale, or zero.
//
// Only "all samples" counts: a single missing sample is left to the policy's own rule. Zero: every
// fresh sample is exactly zero (of requests under way, which may be none at any moment, every one
// within `maxAge`), and either that can never be (CPU and memory of running pods), or `traffic`,
// the component's request rate as an independent witness, has seen requests within `maxAge` or has
// nothing to say (null: it is not known).
Doubt metricDoubt(const ComponentView& component, const PolicyNeeds& needs, Instant now,
                  Duration maxAge, const Window* traffic);

// Whether a doubt goes by these metrics alone, and not by what traffic there was lately.
bool doubtsApartFromTraffic(const PolicyNeeds& needs);

}  // namespace evenkeel
