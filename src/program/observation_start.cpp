#include "program/observation_start.h"

#include "program/version.h"

namespace evenkeel::program {

record::RunStarted observationStart(const kubernetes::ClusterAccess& access,
                                    const std::string& space,
                                    const std::vector<PolicyCall>& policies) {
  record::RunStarted started;
  started.program = kVersion;
  started.world = "kubernetes";
  for (const PolicyCall& call : policies) started.policies.push_back(call.text);
  started.seed = 1;
  started.notes = {{"cluster", access.name}, {"server", access.server}};
  if (!space.empty()) started.notes["namespace"] = space;
  return started;
}

}  // namespace evenkeel::program
