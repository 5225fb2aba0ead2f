#include "policy/scaling/hpa_memory.h"

#include <algorithm>

#include "base/codec.h"
#include "policy/scaling/hpa_arithmetic.h"

namespace evenkeel::hpa {
namespace {

constexpr std::uint32_t kVersion = 1;

// Times come on a grid: what is written is how far the step differs from the step before, nearly
// always zero. Wraps around instead of overflowing, so that any bytes can be read.
class TimeGrid {
 public:
  std::int64_t put(Instant time) {
    const std::uint64_t step = bits(time) - last_;
    const std::uint64_t change = step - step_;
    last_ = bits(time);
    step_ = step;
    return static_cast<std::int64_t>(change);
  }
  Instant take(std::int64_t change) {
    step_ += static_cast<std::uint64_t>(change);
    last_ += step_;
    return Instant(Duration(static_cast<std::int64_t>(last_)));
  }

 private:
  static std::uint64_t bits(Instant time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
  }
  std::uint64_t last_ = 0;
  std::uint64_t step_ = 0;
};

void write(ByteWriter& out, TimeGrid& times, const std::vector<ScaleEvent>& events) {
  out.varint(events.size());
  for (const auto& event : events) {
    out.varint(static_cast<std::uint64_t>(event.change));
    out.signedVarint(times.put(event.time));
    out.byte(event.outdated ? 1 : 0);
  }
}

class MemoryReader {
 public:
  MemoryReader(std::string_view bytes, Instant now) : in_(bytes), now_(now) {}

  std::optional<PolicyMemory> read() {
    PolicyMemory result;
    result.memory.scaledToZero = flag();
    if (flag()) result.memory.recommendations = recommendations();
    result.memory.events.up = events();
    result.memory.events.down = events();
    if (flag()) {
      AskedChange& asked = result.asked.emplace();
      asked.from = replicas();
      asked.to = replicas();
      asked.decided = time();
    }
    if (in_.failed() || in_.left() != 0) return std::nullopt;
    return result;
  }

 private:
  bool flag() {
    const std::uint8_t value = in_.byte();
    if (value > 1) in_.fail();
    return value == 1;
  }
  std::int32_t replicas() {
    const std::uint64_t value = in_.varint();
    if (value > static_cast<std::uint64_t>(kMaxReplicas)) in_.fail();
    return in_.failed() ? 0 : static_cast<std::int32_t>(value);
  }
  Instant time() { return std::min(times_.take(in_.signedVarint()), now_); }
  // An entry has two bytes at least.
  std::size_t count() {
    const std::uint64_t value = in_.varint();
    if (value > in_.left() / 2) in_.fail();
    return in_.failed() ? 0 : static_cast<std::size_t>(value);
  }
  std::vector<Recommendation> recommendations() {
    std::vector<Recommendation> log(count());
    log.reserve(log.size() + 1);  // a decision adds one
    for (auto& entry : log) {
      entry.replicas = replicas();
      entry.time = time();
    }
    return log;
  }
  std::vector<ScaleEvent> events() {
    std::vector<ScaleEvent> events(count());
    for (auto& event : events) {
      event.change = replicas();
      event.time = time();
      event.outdated = flag();
    }
    return events;
  }

  ByteReader in_;
  TimeGrid times_;
  Instant now_;
};

}  // namespace

PolicyState encode(const PolicyMemory& value) {
  const Memory& memory = value.memory;
  ByteWriter out;
  TimeGrid times;
  out.reserve(48 + 4 * ((memory.recommendations ? memory.recommendations->size() : 0) +
                        memory.events.up.size() + memory.events.down.size()));
  out.byte(memory.scaledToZero ? 1 : 0);
  out.byte(memory.recommendations ? 1 : 0);
  if (memory.recommendations) {
    out.varint(memory.recommendations->size());
    for (const auto& entry : *memory.recommendations) {
      out.varint(static_cast<std::uint64_t>(entry.replicas));
      out.signedVarint(times.put(entry.time));
    }
  }
  write(out, times, memory.events.up);
  write(out, times, memory.events.down);
  out.byte(value.asked ? 1 : 0);
  if (value.asked) {
    out.varint(static_cast<std::uint64_t>(value.asked->from));
    out.varint(static_cast<std::uint64_t>(value.asked->to));
    out.signedVarint(times.put(value.asked->decided));
  }
  return {kVersion, out.take()};
}

Result<PolicyMemory> decode(const PolicyState& state, Instant now) {
  if (state.bytes.empty()) return PolicyMemory{};
  if (state.version != kVersion)
    return fail(ErrorKind::Invalid, "hpa state", "is of version " + std::to_string(state.version),
                "version " + std::to_string(kVersion));
  if (auto memory = MemoryReader(state.bytes, now).read()) return *std::move(memory);
  return fail(ErrorKind::Invalid, "hpa state", "is damaged");
}

}  // namespace evenkeel::hpa
