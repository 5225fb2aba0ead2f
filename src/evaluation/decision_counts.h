// How often was decided, how often that changed something, how often guardrails had a say, and how
// often the policy failed to decide.
#pragma once

#include <cstdint>

namespace evenkeel::evaluation {

struct DecisionCounts {
  std::uint64_t decisions = 0;
  std::uint64_t changes = 0;
  std::uint64_t guarded = 0;  // a guardrail allowed something else than was proposed
  std::uint64_t failed = 0;   // the fallback decided, or nothing moved

  DecisionCounts& operator+=(const DecisionCounts& other) {
    decisions += other.decisions;
    changes += other.changes;
    guarded += other.guarded;
    failed += other.failed;
    return *this;
  }
  friend bool operator==(const DecisionCounts&, const DecisionCounts&) = default;
};

}  // namespace evenkeel::evaluation
