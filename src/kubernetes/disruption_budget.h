// PodDisruptionBudgets of policy/v1: how many pods must stay while others are evicted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/label_selector.h"

namespace evenkeel::kubernetes {

struct DisruptionBudget {
  Metadata meta;
  std::optional<LabelSelector> selector;  // of pods in its namespace; absent: of none
  bool ofAvailable = true;                // else of those that may be missing
  std::int32_t amount = 1;                // of pods, or percent
  bool isPercent = false;
  std::int32_t allowed = 0;  // evictions, now
  friend bool operator==(const DisruptionBudget&, const DisruptionBudget&) = default;

  // "minAvailable 2", "maxUnavailable 25 %"
  std::string text() const;
  // How many of so many healthy pods may be evicted at a time.
  std::int32_t allowedOf(std::int32_t pods) const;
};

// Of one object as text. Invalid: it is none, or has a selector or an amount that is none.
Result<DisruptionBudget> readDisruptionBudget(std::string_view json);

}  // namespace evenkeel::kubernetes
