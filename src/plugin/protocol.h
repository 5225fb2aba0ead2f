// What a policy in a process of its own is told and answers: one JSON document a line.
//
// Every message and every answer carries the version and its type: `declare` (parameters → what it
// needs), `analyze` (only where it declared so: is there anything to plan?) and `plan` (→ decision,
// new state). Published as docs/policy-protocol.schema.json. Durations are seconds, quantities
// plain numbers in base units, metric series by the position of their need.
// Answers are checked whole: unknown keys, values out of range, more than is bounded, actions on
// what is not in the policy's hands are Invalid. Nothing throws. Functions of their arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/schema_parameters.h"
#include "policy/policy.h"

namespace evenkeel::plugin {

inline constexpr std::uint32_t kProtocolVersion = 1;

// Values that read as a number, true or false are sent as such, others as text.
std::string declareMessage(const Parameters& parameters);

struct Declared {
  PolicyNeeds needs;  // without a deadline: that is for whoever asks
  bool analyzes = false;
  std::string text;  // the answer, written one way
};
Result<Declared> readDeclared(std::string_view answer);

// The part that is the same in `analyze` and `plan`, and is most of them.
std::string snapshotText(const Snapshot& snapshot);

enum class Question : std::uint8_t { Analyze, Plan };

// A state that is not of this protocol is sent as none. `seed` < 2^53, so that every language can
// hold it.
std::string questionMessage(Question question, const std::string& snapshot,
                            const PolicyState& state, std::uint64_t seed);
bool isReadable(const PolicyState& state);

struct Analyzed {
  bool plan = true;
  std::vector<Reason> reasons;
  PolicyState state;
};
// `before`: the state where it answers none.
Result<Analyzed> readAnalyzed(std::string_view answer, const PolicyState& before);

Result<PolicyAnswer> readPlanned(std::string_view answer, const PolicyNeeds& needs,
                                 const Snapshot& snapshot, const PolicyState& before);

}  // namespace evenkeel::plugin
