#include "policy/scaling/kpa_memory.h"

#include <algorithm>
#include <limits>

#include "base/codec.h"

namespace evenkeel::kpa {
namespace {

constexpr std::uint32_t kVersion = 1;

void write(ByteWriter& out, const std::optional<Instant>& time) {
  out.byte(time ? 1 : 0);
  if (time) out.signedVarint(time->time_since_epoch().count());
}

std::optional<Instant> readTime(ByteReader& in, Instant now) {
  const std::uint8_t there = in.byte();
  if (there > 1) in.fail();
  if (there != 1) return std::nullopt;
  return std::min(Instant(Duration(in.signedVarint())), now);
}

std::int32_t readPods(ByteReader& in) {
  const std::uint64_t value = in.varint();
  if (value > std::numeric_limits<std::int32_t>::max()) in.fail();
  return in.failed() ? 0 : static_cast<std::int32_t>(value);
}

}  // namespace

PolicyState encode(const PolicyMemory& memory) {
  ByteWriter out;
  write(out, memory.decider.panicking);
  out.varint(static_cast<std::uint64_t>(memory.decider.mostPanicPods));
  out.varint(memory.decider.delayed.size());
  for (const WantedCount& delayed : memory.decider.delayed) {
    out.signedVarint(delayed.tick);
    out.varint(static_cast<std::uint64_t>(delayed.pods));
  }
  write(out, memory.idleSince);
  return {kVersion, out.take()};
}

Result<PolicyMemory> decode(const PolicyState& state, Instant now) {
  if (state.version != kVersion)
    return fail(ErrorKind::Invalid, "kpa state", "is of version " + std::to_string(state.version),
                "version " + std::to_string(kVersion));
  ByteReader in(state.bytes);
  PolicyMemory memory;
  memory.decider.panicking = readTime(in, now);
  memory.decider.mostPanicPods = readPods(in);
  const std::uint64_t count = in.varint();
  if (count > in.left() / 2) in.fail();  // an entry has two bytes at least
  for (std::uint64_t i = 0; !in.failed() && i < count; ++i) {
    const std::int64_t tick = in.signedVarint();
    memory.decider.delayed.push_back({tick, readPods(in)});
  }
  memory.idleSince = readTime(in, now);
  if (in.failed() || in.left() != 0) return fail(ErrorKind::Invalid, "kpa state", "is damaged");
  return memory;
}

}  // namespace evenkeel::kpa
