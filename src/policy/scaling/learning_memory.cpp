#include "policy/scaling/learning_memory.h"

#include <algorithm>
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
  out.reserve(out.bytes().size() + table.size() * sizeof(Costs) + 16);
  out.varint(table.size());
  for (const Costs& costs : table) {
    for (const double cost : costs) out.real(cost);
  }
}

void write(ByteWriter& out, const std::vector<double>& values) {
  out.reserve(out.bytes().size() + values.size() * sizeof(double) + 16);
  out.varint(values.size());
  for (const double value : values) out.real(value);
}

void write(ByteWriter& out, const std::vector<std::uint32_t>& counts) {
  out.varint(counts.size());
  for (const std::uint32_t count : counts) out.varint(count);
}

void writeCounted(ByteWriter& out, const std::vector<std::uint32_t>& counts,
                  const std::vector<double>& values) {
  out.varint(static_cast<std::uint64_t>(
      std::count_if(counts.begin(), counts.end(), [](std::uint32_t count) { return count != 0; })));
  std::size_t next = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    out.varint(i - next);
    out.varint(counts[i]);
    out.real(values[i]);
    next = i + 1;
  }
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

void readCounted(ByteReader& in, std::vector<std::uint32_t>& counts, std::vector<double>& values) {
  const std::uint64_t entries = in.varint();
  std::size_t next = 0;
  for (std::uint64_t i = 0; !in.failed() && i < entries; ++i) {
    const std::uint64_t gap = in.varint();
    const std::uint64_t count = in.varint();
    const double value = readFinite(in);
    if (gap >= counts.size() - next || count == 0 ||
        count > std::numeric_limits<std::uint32_t>::max()) {
      return in.fail();
    }
    next += gap;
    counts[next] = static_cast<std::uint32_t>(count);
    values[next++] = value;
  }
}

}  // namespace evenkeel::learning
