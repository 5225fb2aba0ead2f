#include "policy/scaling/vpa_updater.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::vpa {

UpdatePriority updatePriority(std::span<const std::vector<ResourceState>> resources) {
  UpdatePriority priority;
  for (const std::vector<ResourceState>& containers : resources) {
    double requested = 0;
    double recommended = 0;
    for (const ResourceState& container : containers) {
      recommended += container.target;
      if (!container.request) {
        priority.scaleUp = priority.outsideRange = true;
        continue;
      }
      requested += *container.request;
      priority.scaleUp = priority.scaleUp || container.target > *container.request;
      priority.outsideRange = priority.outsideRange ||
                              (container.lower && *container.request < *container.lower) ||
                              (container.upper && *container.request > *container.upper);
    }
    if (containers.empty()) continue;
    requested = std::max(requested, 1.0);
    priority.difference += std::abs(requested - recommended) / requested;
  }
  return priority;
}

bool isUpdateDue(const UpdatePriority& priority, std::optional<Duration> age,
                 std::optional<Duration> ranUntilOom, const UpdateRules& rules) {
  if (ranUntilOom && *ranUntilOom < rules.quickOom) return priority.difference != 0;
  if (priority.outsideRange) return true;
  return age && *age >= rules.minAge && priority.difference >= rules.minDifference;
}

bool comesFirst(const UpdatePriority& a, const UpdatePriority& b) {
  if (a.scaleUp != b.scaleUp) return a.scaleUp;
  return a.difference > b.difference;
}

}  // namespace evenkeel::vpa
