// What a VerticalPodAutoscaler has seen of the containers of one component.
//
// CPU: every sample, by weight of the request. Memory: one peak per container and day,
// out-of-memory kills counted as a little more than what was there. Source: kubernetes/autoscaler,
// pkg/recommender/model (2026). Units: cores, bytes.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "policy/scaling/vpa_histogram.h"

namespace evenkeel::vpa {

const Buckets& cpuBuckets();
const Buckets& memoryBuckets();

struct UsageRules {
  Duration halfLife = std::chrono::hours(24);        // of CPU and memory alike
  Duration memoryInterval = std::chrono::hours(24);  // one peak each
  double oomBumpRatio = 1.2;
  double oomMinBump = 100 << 20;  // bytes
};

// Of one container: the peak of the present interval, which may still be replaced.
struct MemoryPeak {
  std::optional<Instant> intervalEnd;
  std::optional<Instant> lastSample;
  double used = 0;
  double oom = 0;
  friend bool operator==(const MemoryPeak&, const MemoryPeak&) = default;
};

// What a sample does to the histogram of peaks: at most one is taken out, one put in.
struct PeakChange {
  std::optional<double> removed;
  std::optional<double> added;
  Instant at{};  // both: end of the interval
};

PeakChange addMemorySample(MemoryPeak& peak, double used, Instant time, const UsageRules& rules);
// A container that was killed; kills of earlier intervals change nothing.
PeakChange addOutOfMemory(MemoryPeak& peak, double requested, Instant time,
                          const UsageRules& rules);

struct Usage {
  explicit Usage(const UsageRules& rules)
      : cpu(cpuBuckets(), rules.halfLife), memory(memoryBuckets(), rules.halfLife) {}

  void addCpu(double used, double request, Instant time);
  void apply(const PeakChange& change);

  Histogram cpu;
  Histogram memory;
  std::optional<Instant> first;  // sample
  std::optional<Instant> last;
  std::uint64_t samples = 0;  // of CPU
};

}  // namespace evenkeel::vpa
