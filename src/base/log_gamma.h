// The logarithm of the gamma function on several threads: std::lgamma writes its sign to a global.
#pragma once

namespace evenkeel {

// x > 0.
double logGamma(double x);

}  // namespace evenkeel
