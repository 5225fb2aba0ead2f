#include "evaluation/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenkeel::evaluation {

Summary summarize(std::span<const double> values) {
  Summary s;
  s.count = values.size();
  if (values.empty()) return s;
  const auto n = static_cast<double>(values.size());

  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  s.median = sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  double sum = 0;
  for (const double v : sorted) sum += v;
  s.mean = sum / n;
  if (values.size() < 2) return s;

  double squares = 0;
  for (const double v : sorted) squares += (v - s.mean) * (v - s.mean);
  s.deviation = std::sqrt(squares / (n - 1));
  const double margin = studentT95(values.size() - 1) * *s.deviation / std::sqrt(n);
  s.interval = Interval{s.mean - margin, s.mean + margin};
  return s;
}

std::vector<double> differences(std::span<const double> ours, std::span<const double> theirs) {
  std::vector<double> result(std::min(ours.size(), theirs.size()));
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = ours[i] - theirs[i];
  return result;
}

double studentT95(std::size_t freedom) {
  static constexpr std::array kTable{
      12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
      2.2010,  2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
      2.0796,  2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423};
  if (freedom <= kTable.size()) return kTable[std::max<std::size_t>(freedom, 1) - 1];
  // Abramowitz and Stegun, 26.7.5, to the second term.
  const auto v = static_cast<double>(freedom);
  constexpr double z = 1.959964;
  return z + (std::pow(z, 3) + z) / (4 * v) +
         (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * v * v);
}

}  // namespace evenkeel::evaluation
