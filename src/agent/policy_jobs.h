// Policies that take longer than the loop may wait (PolicyNeeds::deadline) are asked here; what
// they answer comes back as an event (DESIGN §2).
#pragma once

#include <cstdint>

#include "agent/ask_policy.h"
#include "model/event.h"

namespace evenkeel {

struct PolicyJob {
  std::uint64_t scope = 0;  // both for the answer
  std::uint64_t decision = 0;
  const Policy& policy;
  const Snapshot& snapshot;  // and state: valid during ask() only
  const PolicyState& state;
  RandomStream random;
};

class PolicyJobs {
 public:
  virtual ~PolicyJobs() = default;
  // A PolicyAnswered follows, later than this call; the loop gives up on it at the deadline.
  virtual void ask(const PolicyJob& job) = 0;
};

// For worlds in which no time passes while somebody thinks: the policy decides inside ask(), its
// answer is the next event.
class PromptJobs final : public PolicyJobs {
 public:
  explicit PromptJobs(EventSink& sink) : sink_(sink) {}
  void ask(const PolicyJob& job) override;

 private:
  EventSink& sink_;
};

}  // namespace evenkeel
