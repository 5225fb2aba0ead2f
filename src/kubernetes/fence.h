// Until when an epoch may write: whoever holds the right to act must have had the answer to all
// that it writes before another can begin (docs/decisions/0011-leases-and-fences.md).
#pragma once

#include <cstdint>

#include "base/time.h"

namespace evenkeel::kubernetes {

class Fence {
 public:
  virtual ~Fence() = default;
  // What that epoch writes is to be answered, or given up, by then; where that is not after now,
  // it writes nothing.
  virtual Instant writesUntil(std::uint64_t epoch) const = 0;
};

}  // namespace evenkeel::kubernetes
