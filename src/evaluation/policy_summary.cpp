#include "evaluation/policy_summary.h"

#include <algorithm>
#include <vector>

namespace evenkeel::evaluation {
namespace {

using Values = std::vector<double>;

std::optional<Values> values(const ComparedPolicy& policy, const Measure& measure) {
  Values out;
  for (const RunMeasures& run : policy.runs) {
    const auto value = measure.of(run.total);
    if (!value) return std::nullopt;
    out.push_back(*value);
  }
  return out;
}

}  // namespace

std::optional<Summary> summaryOf(const ComparedPolicy& policy, const Measure& measure) {
  const auto all = values(policy, measure);
  if (!all) return std::nullopt;
  Summary summary = summarize(*all);
  if (summary.interval) {
    summary.interval->low = std::max(summary.interval->low, 0.0);
    summary.interval->high = std::min(summary.interval->high, measure.most);
  }
  return summary;
}

std::optional<Summary> differenceOf(const ComparedPolicy& ours, const ComparedPolicy& theirs,
                                    const Measure& measure) {
  const auto a = values(ours, measure);
  const auto b = values(theirs, measure);
  if (!a || !b) return std::nullopt;
  return summarize(differences(*a, *b));
}

std::optional<Summary> relativeDifferenceOf(const ComparedPolicy& ours,
                                            const ComparedPolicy& theirs, const Measure& measure) {
  const auto a = values(ours, measure);
  const auto b = values(theirs, measure);
  if (!a || !b || std::find(b->begin(), b->end(), 0.0) != b->end()) return std::nullopt;
  Values shares = differences(*a, *b);
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i] *= 100 / (*b)[i];
  return summarize(shares);
}

}  // namespace evenkeel::evaluation
