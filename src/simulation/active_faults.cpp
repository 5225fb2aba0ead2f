#include "simulation/active_faults.h"

namespace evenkeel::simulation {

const Fault* ActiveFaults::find(FaultKind kind, std::string_view subject, Instant now) const {
  const Duration time = now.time_since_epoch();
  for (const Fault& fault : faults_) {
    if (fault.kind == kind && fault.at <= time && time - fault.at < fault.duration &&
        (fault.subject.empty() || fault.subject == subject)) {
      return &fault;
    }
  }
  return nullptr;
}

}  // namespace evenkeel::simulation
