// The middle of values, and how far they stray from it, that a few wild ones do not change.
#pragma once

#include <vector>

namespace evenkeel {

// Of an even number the mean of the two in the middle; zero of none.
double medianOf(std::vector<double> values);

// 1.4826 times the median distance from the median: the standard deviation of normal values
// (Rousseeuw and Croux, "Alternatives to the median absolute deviation", JASA 88, 1993).
double deviationByMedian(const std::vector<double>& values);

}  // namespace evenkeel
