#include "workload/median.h"

#include <algorithm>
#include <cmath>

namespace evenkeel {

double medianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double deviationByMedian(const std::vector<double>& values) {
  const double center = medianOf(values);
  std::vector<double> distances(values);
  for (double& value : distances) value = std::abs(value - center);
  return 1.4826 * medianOf(std::move(distances));
}

}  // namespace evenkeel
