// What resources cost.
#pragma once

namespace evenkeel::view {

// What an hour of what is requested costs, in whatever unit the user has in mind.
struct Prices {
  double core = 0;
  double gib = 0;  // of memory, 2^30 bytes
};

}  // namespace evenkeel::view
