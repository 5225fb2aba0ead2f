// Who else has set a field that we wanted to apply, as a refusal of server-side apply says.
#pragma once

#include <string>
#include <vector>

#include "kubernetes/api_failure.h"

namespace evenkeel::kubernetes {

struct FieldConflict {
  std::string field;    // ".spec.replicas"
  std::string manager;  // "kubectl-edit"; empty: it was not said
  friend bool operator==(const FieldConflict&, const FieldConflict&) = default;
};

// In the order of the answer; none: it was refused for something else.
std::vector<FieldConflict> conflictsOf(const ApiFailure& failure);

}  // namespace evenkeel::kubernetes
