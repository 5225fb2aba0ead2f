// What requests cost.
#pragma once

#include "model/infrastructure.h"

namespace evenkeel::view {

// An hour of so many cores and GiB (2^30 bytes) that are asked for.
double requestsCost(double cores, double gib, const Prices& prices);

}  // namespace evenkeel::view
