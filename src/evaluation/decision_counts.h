// How often was decided, and how often that changed something.
#pragma once

#include <cstdint>

namespace evenkeel::evaluation {

struct DecisionCounts {
  std::uint64_t decisions = 0;
  std::uint64_t changes = 0;

  DecisionCounts& operator+=(const DecisionCounts& other) {
    decisions += other.decisions;
    changes += other.changes;
    return *this;
  }
  friend bool operator==(const DecisionCounts&, const DecisionCounts&) = default;
};

}  // namespace evenkeel::evaluation
