// The policies that this program knows: those that are built in, and `exec`, which asks a program
// of the user's own.
#pragma once

#include <vector>

#include "policy/catalogue.h"

namespace evenkeel::program {

// In the order in which they are listed to people.
const std::vector<PolicyKind>& policyList();

}  // namespace evenkeel::program
