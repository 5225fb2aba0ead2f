// What requests cost.
#pragma once

#include "model/infrastructure.h"

namespace evenkeel::view {

inline constexpr double kGib = 1 << 30;  // bytes

// Where nothing is said: a core is worth as much as 8 GiB, as clouds sell them.
inline constexpr Prices kUsualPrices{1, 0.125};

// An hour of so many cores and GiB (2^30 bytes) that are asked for.
double requestsCost(double cores, double gib, const Prices& prices);

}  // namespace evenkeel::view
