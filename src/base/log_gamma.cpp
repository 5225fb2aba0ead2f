#include "base/log_gamma.h"

#include <math.h>  // lgamma_r, which is POSIX's and not in <cmath>

namespace evenkeel {

double logGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

}  // namespace evenkeel
