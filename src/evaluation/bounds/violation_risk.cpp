#include "evaluation/bounds/violation_risk.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "performance/gamma_tail.h"

namespace evenkeel::evaluation {
namespace {

constexpr double kBadShare = 0.05;

double meanOf(const std::vector<double>& values) {
  return values.empty() ? 0
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

BadCounts mixed(const BadCounts& a, const BadCounts& b, double partOfB) {
  BadCounts out(a.size());
  for (std::size_t f = 0; f < a.size(); ++f) {
    out[f].mean = a[f].mean + partOfB * (b[f].mean - a[f].mean);
    out[f].variance = a[f].variance + partOfB * (b[f].variance - a[f].variance);
  }
  return out;
}

}  // namespace

double violationRisk(const BadCount& bad, double arrived, Chance chance) {
  const double most = kBadShare * arrived;
  if (!(arrived > 0)) return 0;
  if (chance == Chance::Mean || !(bad.mean > 0 && bad.variance > 0)) return bad.mean > most ? 1 : 0;
  return performance::gammaExceeds(bad.mean * bad.mean / bad.variance,
                                   most * bad.mean / bad.variance);
}

double meanOf(const BadCounts& counts) {
  double sum = 0;
  for (const BadCount& count : counts) sum += count.mean;
  return counts.empty() ? 0 : sum / static_cast<double>(counts.size());
}

double violationRisk(const BadCounts& counts, const std::vector<double>& arrived, Chance chance) {
  double risk = 0;
  for (std::size_t f = 0; f < counts.size(); ++f) {
    risk += violationRisk(counts[f], arrived[f], chance);
  }
  return counts.empty() ? 0 : risk / static_cast<double>(counts.size());
}

std::size_t sumsFor(std::uint16_t perLimit) {
  return std::size_t{perLimit} * 5 / 2 + 2;
}

std::vector<double> risksOfSums(std::vector<BadCounts> options, const std::vector<double>& arrived,
                                std::uint16_t perLimit, Chance chance) {
  std::vector<double> risks(sumsFor(perLimit), 0);
  if (!(meanOf(arrived) > 0)) return risks;
  if (chance == Chance::Mean) {
    std::fill(risks.begin() + perLimit + 1, risks.end(), 1);
    return risks;
  }
  options.emplace_back(arrived.size());  // no bad request at all
  std::sort(options.begin(), options.end(),
            [](const BadCounts& a, const BadCounts& b) { return meanOf(a) < meanOf(b); });
  const double mark = kBadShare * meanOf(arrived) / perLimit;
  std::size_t above = 0;
  for (std::size_t s = 0; s < risks.size(); ++s) {
    const double mean = static_cast<double>(s) * mark;
    while (above < options.size() && meanOf(options[above]) <= mean) ++above;
    const bool last = above == options.size();
    const BadCounts& below = options[above - 1];
    const double low = meanOf(below);
    const double part = last ? 0 : (mean - low) / (meanOf(options[above]) - low);
    const double risk =
        violationRisk(last ? below : mixed(below, options[above], part), arrived, chance);
    risks[s] = s > 0 ? std::max(risk, risks[s - 1]) : risk;
  }
  return risks;
}

std::vector<std::uint16_t> marksOf(const std::vector<double>& bad, double arrived,
                                   std::uint16_t perLimit) {
  constexpr double kSlack = 1e-9;  // of rounding
  std::vector<std::uint16_t> marks;
  double sum = 0;
  double before = 0;
  for (const double one : bad) {
    sum += one;
    const double share = arrived > 0 ? sum / (kBadShare * arrived) : 0;
    const double after = std::ceil(share * perLimit - kSlack);
    marks.push_back(static_cast<std::uint16_t>(std::clamp(after - before, 0.0, 65535.0)));
    before = std::max(before, after);
  }
  return marks;
}

}  // namespace evenkeel::evaluation
