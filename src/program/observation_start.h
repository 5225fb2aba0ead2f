// What the log of a cluster that is observed begins with.
#pragma once

#include <string>
#include <vector>

#include "knowledge/record.h"
#include "kubernetes/access.h"
#include "model/policy_call.h"

namespace evenkeel::program {

// Which program looks at which cluster, or at one namespace of it, with which policies for who has
// none; without the time of the wall.
record::RunStarted observationStart(const kubernetes::ClusterAccess& access,
                                    const std::string& space,
                                    const std::vector<PolicyCall>& policies);

}  // namespace evenkeel::program
