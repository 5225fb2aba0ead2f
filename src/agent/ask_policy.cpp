#include "agent/ask_policy.h"

#include <exception>
#include <string>

namespace evenkeel {

Result<PolicyAnswer> askPolicy(const Policy& policy, const Snapshot& snapshot,
                               const PolicyState& state, RandomStream random) {
  const std::string name(policy.name());
  try {
    return policy.decide(snapshot, state, random);
  } catch (const std::exception& error) {
    return fail(ErrorKind::Internal, name, error.what());
  } catch (...) {
    return fail(ErrorKind::Internal, name, "threw something unknown");
  }
}

}  // namespace evenkeel
