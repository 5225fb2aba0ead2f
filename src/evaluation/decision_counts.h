// How often was decided, how often that changed something, and how often the policy failed to.
#pragma once

#include <cstdint>

namespace evenkeel::evaluation {

struct DecisionCounts {
  std::uint64_t decisions = 0;
  std::uint64_t changes = 0;
  std::uint64_t failed = 0;  // the fallback decided, or nothing moved

  DecisionCounts& operator+=(const DecisionCounts& other) {
    decisions += other.decisions;
    changes += other.changes;
    failed += other.failed;
    return *this;
  }
  friend bool operator==(const DecisionCounts&, const DecisionCounts&) = default;
};

}  // namespace evenkeel::evaluation
