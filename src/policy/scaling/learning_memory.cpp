#include "policy/scaling/learning_memory.h"

#include <cmath>
#include <limits>

namespace evenkeel::learning {
namespace {

double readFinite(ByteReader& in) {
  const double value = in.real();
  if (!std::isfinite(value)) in.fail();
  return value;
}

template <class T>
bool sizeFits(ByteReader& in, const std::vector<T>& values) {
  if (in.varint() != values.size()) in.fail();
  return !in.failed();
}

}  // namespace

void write(ByteWriter& out, const std::optional<Step>& step) {
  out.byte(step ? 1 : 0);
  if (!step) return;
  out.varint(static_cast<std::uint64_t>(step->from.replicas));
  out.varint(static_cast<std::uint64_t>(step->from.level));
  out.byte(static_cast<std::uint8_t>(step->move));
}

void write(ByteWriter& out, const std::vector<Costs>& table) {
  out.varint(table.size());
  for (const Costs& costs : table) {
    for (const double cost : costs) out.real(cost);
  }
}

void write(ByteWriter& out, const std::vector<double>& values) {
  out.varint(values.size());
  for (const double value : values) out.real(value);
}

void write(ByteWriter& out, const std::vector<std::uint32_t>& counts) {
  out.varint(counts.size());
  for (const std::uint32_t count : counts) out.varint(count);
}

std::optional<Step> readStep(ByteReader& in, const Problem& problem) {
  const std::uint8_t there = in.byte();
  if (there > 1) in.fail();
  if (there != 1) return std::nullopt;
  const std::uint64_t replicas = in.varint();
  const std::uint64_t level = in.varint();
  const std::uint8_t move = in.byte();
  const auto least = static_cast<std::uint64_t>(problem.minReplicas());
  const auto most = static_cast<std::uint64_t>(problem.maxReplicas());
  if (replicas < least || replicas > most || level >= problem.levels() || move >= kMoves) {
    in.fail();
    return std::nullopt;
  }
  return Step{{static_cast<std::int32_t>(replicas), static_cast<std::int32_t>(level)},
              static_cast<Move>(move)};
}

void read(ByteReader& in, std::vector<Costs>& table) {
  if (!sizeFits(in, table)) return;
  for (Costs& costs : table) {
    for (double& cost : costs) cost = readFinite(in);
  }
}

void read(ByteReader& in, std::vector<double>& values) {
  if (!sizeFits(in, values)) return;
  for (double& value : values) value = readFinite(in);
}

void read(ByteReader& in, std::vector<std::uint32_t>& counts) {
  if (!sizeFits(in, counts)) return;
  for (std::uint32_t& count : counts) {
    const std::uint64_t value = in.varint();
    if (value > std::numeric_limits<std::uint32_t>::max()) in.fail();
    count = static_cast<std::uint32_t>(value);
  }
}

}  // namespace evenkeel::learning
