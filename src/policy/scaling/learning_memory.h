// What the learning policies write down: numbers in bulk, and the step that is being waited for.
//
// Format: ByteWriter (base/codec.h), version by policy.
#pragma once

#include <optional>
#include <vector>

#include "base/codec.h"
#include "policy/scaling/learning_problem.h"

namespace evenkeel::learning {

// A decision whose consequences are yet to be seen.
struct Step {
  State from;
  Move move = Move::Hold;
  friend bool operator==(const Step&, const Step&) = default;
};

void write(ByteWriter& out, const std::optional<Step>& step);
void write(ByteWriter& out, const std::vector<Costs>& table);
void write(ByteWriter& out, const std::vector<double>& values);
void write(ByteWriter& out, const std::vector<std::uint32_t>& counts);
// Only where something was counted: `values` are zero elsewhere.
void writeCounted(ByteWriter& out, const std::vector<std::uint32_t>& counts,
                  const std::vector<double>& values);

// Into what has the right size; anything else fails the reader, values that are not finite too.
std::optional<Step> readStep(ByteReader& in, const Problem& problem);
void read(ByteReader& in, std::vector<Costs>& table);
void read(ByteReader& in, std::vector<double>& values);
void read(ByteReader& in, std::vector<std::uint32_t>& counts);
// Into zeros.
void readCounted(ByteReader& in, std::vector<std::uint32_t>& counts, std::vector<double>& values);

}  // namespace evenkeel::learning
