// Which of the scenario's lasting faults are in force at a moment: asked by those whom they
// concern.
#pragma once

#include <string_view>
#include <vector>

#include "model/scenario.h"

namespace evenkeel::simulation {

class ActiveFaults {
 public:
  explicit ActiveFaults(const std::vector<Fault>& faults) : faults_(faults) {}

  // The first fault of that kind in force for `subject` (a fault without a subject concerns all);
  // null where there is none. In force from `at` up to but not including `at + duration`.
  const Fault* find(FaultKind kind, std::string_view subject, Instant now) const;

 private:
  const std::vector<Fault>& faults_;
};

}  // namespace evenkeel::simulation
