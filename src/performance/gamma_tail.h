// The gamma distribution's tail.
//
// Series below the mean, continued fraction above it, both to 1e-14. Source: Abramowitz and Stegun,
// Handbook of Mathematical Functions, 1964, 6.5.29 and 6.5.31; the fraction by Lentz's method.
#pragma once

namespace evenkeel::performance {

// P(X > x) of a gamma variable with that shape (> 0) and scale 1; 1 for x <= 0.
double gammaExceeds(double shape, double x);

}  // namespace evenkeel::performance
