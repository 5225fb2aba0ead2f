#include "policy/scaling/vpa_memory.h"

#include <algorithm>
#include <limits>

#include "base/codec.h"

namespace evenkeel::vpa {
namespace {

constexpr std::uint32_t kVersion = 2;
constexpr std::uint64_t kMostBuckets = 1000;

void write(ByteWriter& out, const std::optional<Duration>& time) {
  out.byte(time ? 1 : 0);
  if (time) out.signedVarint(time->count());
}

void write(ByteWriter& out, const std::optional<Instant>& time) {
  write(out, time ? std::optional(time->time_since_epoch()) : std::nullopt);
}

void write(ByteWriter& out, const Histogram::Content& content) {
  write(out, content.reference);
  out.varint(content.first);
  out.varint(content.weights.size());
  for (const double weight : content.weights) out.real(weight);
}

std::optional<Duration> readDuration(ByteReader& in) {
  const std::uint8_t there = in.byte();
  if (there > 1) in.fail();
  if (there != 1) return std::nullopt;
  return Duration(in.signedVarint());
}

std::optional<Instant> readTime(ByteReader& in) {
  const auto time = readDuration(in);
  if (!time) return std::nullopt;
  return Instant(*time);
}

Histogram::Content readHistogram(ByteReader& in) {
  Histogram::Content content;
  content.reference = readTime(in);
  content.first = in.varint();
  const std::uint64_t count = in.varint();
  if (count > kMostBuckets || count * 8 > in.left()) in.fail();
  if (!in.failed()) content.weights.reserve(count);
  for (std::uint64_t i = 0; !in.failed() && i < count; ++i) content.weights.push_back(in.real());
  return content;
}

PodMemory readPod(ByteReader& in) {
  PodMemory pod;
  const std::uint64_t id = in.varint();
  if (id > std::numeric_limits<std::uint32_t>::max()) in.fail();
  pod.id = AssetId{static_cast<std::uint32_t>(id)};
  pod.peak.intervalEnd = readTime(in);
  pod.peak.lastSample = readTime(in);
  pod.peak.used = in.real();
  pod.peak.oom = in.real();
  const std::uint64_t restarts = in.varint();
  if (restarts > std::numeric_limits<std::int32_t>::max()) in.fail();
  pod.restarts = in.failed() ? 0 : static_cast<std::int32_t>(restarts);
  pod.started = readTime(in);
  pod.ranUntilOom = readDuration(in);
  return pod;
}

bool isBefore(const PodMemory& pod, AssetId id) {
  return pod.id < id;
}

}  // namespace

const PodMemory* find(const std::vector<PodMemory>& pods, AssetId id) {
  const auto place = std::lower_bound(pods.begin(), pods.end(), id, isBefore);
  return place != pods.end() && place->id == id ? &*place : nullptr;
}

PolicyState encode(const PolicyMemory& memory) {
  ByteWriter out;
  out.reserve(1024);
  write(out, memory.usage.cpu.content());
  write(out, memory.usage.memory.content());
  write(out, memory.usage.first);
  write(out, memory.usage.last);
  out.varint(memory.usage.samples);
  write(out, memory.seen);
  out.varint(memory.pods.size());
  for (const PodMemory& pod : memory.pods) {
    out.varint(pod.id.value);
    write(out, pod.peak.intervalEnd);
    write(out, pod.peak.lastSample);
    out.real(pod.peak.used);
    out.real(pod.peak.oom);
    out.varint(static_cast<std::uint64_t>(pod.restarts));
    write(out, pod.started);
    write(out, pod.ranUntilOom);
  }
  return {kVersion, out.take()};
}

Result<PolicyMemory> decode(const PolicyState& state, const UsageRules& rules) {
  PolicyMemory memory(rules);
  if (state.bytes.empty()) return memory;
  if (state.version != kVersion)
    return fail(ErrorKind::Invalid, "vpa state", "is of version " + std::to_string(state.version),
                "version " + std::to_string(kVersion));
  ByteReader in(state.bytes);
  memory.usage.cpu.restore(readHistogram(in));
  memory.usage.memory.restore(readHistogram(in));
  memory.usage.first = readTime(in);
  memory.usage.last = readTime(in);
  memory.usage.samples = in.varint();
  memory.seen = readTime(in);
  const std::uint64_t pods = in.varint();
  if (pods > in.left()) in.fail();
  for (std::uint64_t i = 0; !in.failed() && i < pods; ++i) {
    memory.pods.push_back(readPod(in));
    if (i > 0 && !isBefore(memory.pods[i - 1], memory.pods[i].id)) in.fail();
  }
  if (in.failed() || in.left() != 0) return fail(ErrorKind::Invalid, "vpa state", "is damaged");
  return memory;
}

}  // namespace evenkeel::vpa
