// Whether a pod is worth being given another size, and which one first.
//
// Source: kubernetes/autoscaler, pkg/updater/priority (2026). Amounts are in thousandths of a core
// and of a byte.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"

namespace evenkeel::vpa {

// One resource of one container.
struct ResourceState {
  std::optional<double> request;
  double target = 0;
  std::optional<double> lower;
  std::optional<double> upper;
};

struct UpdatePriority {
  bool outsideRange = false;
  bool scaleUp = false;
  double difference = 0;  // sum over resources of |asked for - recommended| / asked for
};

// By resource, then by container.
UpdatePriority updatePriority(std::span<const std::vector<ResourceState>> resources);

struct UpdateRules {
  double minDifference = 0.1;
  Duration minAge = std::chrono::hours(12);      // unless outside the range
  Duration quickOom = std::chrono::minutes(10);  // killed sooner than this after its start
};

// `ranUntilOom`: how long the container ran that was last killed for memory; absent: none was.
// `age`: absent where the pod has not started.
bool isUpdateDue(const UpdatePriority& priority, std::optional<Duration> age,
                 std::optional<Duration> ranUntilOom, const UpdateRules& rules);

// Whether `a` comes before `b`: first what grows, then what is further off.
bool comesFirst(const UpdatePriority& a, const UpdatePriority& b);

}  // namespace evenkeel::vpa
