// How often was decided, how often that changed something, how often guardrails had a say, and how
// often the policy failed to decide, and of what first.
#pragma once

#include <cstdint>
#include <string>

namespace evenkeel::evaluation {

struct DecisionCounts {
  std::uint64_t decisions = 0;
  std::uint64_t changes = 0;
  std::uint64_t guarded = 0;     // a guardrail allowed something else than was proposed
  std::uint64_t failed = 0;      // the fallback decided, or nothing moved
  std::uint64_t byFallback = 0;  // of those that failed
  std::string firstFailure{};    // empty: none

  DecisionCounts& operator+=(const DecisionCounts& other) {
    decisions += other.decisions;
    changes += other.changes;
    guarded += other.guarded;
    failed += other.failed;
    byFallback += other.byFallback;
    if (firstFailure.empty()) firstFailure = other.firstFailure;
    return *this;
  }
  friend bool operator==(const DecisionCounts&, const DecisionCounts&) = default;
};

}  // namespace evenkeel::evaluation
