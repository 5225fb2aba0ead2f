// One decision of Knative's pod autoscaler: how many pods, and how much more they could take.
//
// Two averages of the load, over a long (stable) and a short (panic) window, are divided by what a
// pod is meant to carry. Once the short one asks for a multiple of the ready pods the decider
// panics: it follows the larger of the two and never goes down, until a whole stable window has
// passed without such a moment. Source: knative/serving, pkg/autoscaler/scaling (2026).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "policy/scaling/highest_lately.h"

namespace evenkeel::kpa {

// What is meant by load: requests in flight, or requests per second.
struct Settings {
  double target = 70;            // load a pod is meant to carry; > 0
  double capacity = 100;         // load a pod can carry; >= target
  double panicThreshold = 2;     // pods asked for, of one that is ready
  double maxScaleUpRate = 1000;  // pods, of one that is ready; > 1
  double maxScaleDownRate = 2;   // likewise, downwards; > 1
  Duration stableWindow = 60s;
  Duration scaleDownDelay{};         // a lower count must have lasted this long
  std::int32_t activationScale = 1;  // at least as many, where any are wanted
  double targetBurstCapacity = 211;  // load to have room for; 0: none, -1: without limit
  bool reachable = true;             // by traffic; if not, pods may go at once
};

struct Observed {
  std::int32_t readyPods = 0;
  double stable = 0;  // load of all pods together, averaged over either window
  double panic = 0;
};

struct Memory {
  std::optional<Instant> panicking;  // since when the last moment of panic is past
  std::int32_t mostPanicPods = 0;    // asked for in this panic
  std::vector<WantedCount> delayed;  // for the scale-down delay
  friend bool operator==(const Memory&, const Memory&) = default;
};

struct Answer {
  std::int32_t stablePods = 0;  // that either window alone asks for
  std::int32_t panicPods = 0;
  std::int32_t pods = 0;
  double excessBurstCapacity = 0;  // below zero: an activator in front of the pods holds requests
  bool panicking = false;
};

// A decider that finds more than one pod starts in panic: a restart scales nothing down.
Memory begin(std::int32_t readyPods, Instant now);
Answer decide(const Settings& settings, const Observed& observed, Instant now, Memory& memory);

}  // namespace evenkeel::kpa
