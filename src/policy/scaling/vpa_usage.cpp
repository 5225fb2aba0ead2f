#include "policy/scaling/vpa_usage.h"

#include <algorithm>

namespace evenkeel::vpa {
namespace {

constexpr double kEpsilon = 1e-4;
constexpr double kRatio = 1.05;
constexpr double kMinSampleWeight = 0.1;

PeakChange addSample(MemoryPeak& peak, double used, Instant time, bool isOom,
                     const UsageRules& rules) {
  if (!isOom && peak.lastSample && time < *peak.lastSample) return {};
  peak.lastSample = time;
  if (!peak.intervalEnd) peak.intervalEnd = time;
  PeakChange change;
  if (time < *peak.intervalEnd) {
    const double highest = std::max(peak.used, peak.oom);
    if (highest == 0 || used <= highest) return {};
    change.removed = highest;
  } else {
    const Duration passed = time - *peak.intervalEnd;
    *peak.intervalEnd +=
        passed / rules.memoryInterval * rules.memoryInterval + rules.memoryInterval;
    peak.used = peak.oom = 0;
  }
  change.added = used;
  change.at = *peak.intervalEnd;
  (isOom ? peak.oom : peak.used) = used;
  return change;
}

}  // namespace

const Buckets& cpuBuckets() {
  static const Buckets buckets = Buckets::exponential(1000, 0.01, kRatio, kEpsilon);
  return buckets;
}

const Buckets& memoryBuckets() {
  static const Buckets buckets = Buckets::exponential(1e12, 1e7, kRatio, kEpsilon);
  return buckets;
}

PeakChange addMemorySample(MemoryPeak& peak, double used, Instant time, const UsageRules& rules) {
  return addSample(peak, used, time, false, rules);
}

PeakChange addOutOfMemory(MemoryPeak& peak, double requested, Instant time,
                          const UsageRules& rules) {
  if (peak.intervalEnd && time < *peak.intervalEnd - rules.memoryInterval) return {};
  const double had = std::max(requested, peak.used);
  return addSample(peak, std::max(had + rules.oomMinBump, had * rules.oomBumpRatio), time, true,
                   rules);
}

void Usage::addCpu(double used, double request, Instant time) {
  cpu.add(used, std::max(request, kMinSampleWeight), time);
  if (!first) first = time;
  last = std::max(last.value_or(time), time);
  ++samples;
}

void Usage::apply(const PeakChange& change) {
  if (change.removed) memory.subtract(*change.removed, 1, change.at);
  if (change.added) memory.add(*change.added, 1, change.at);
}

}  // namespace evenkeel::vpa
