#include "evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace evenkeel::evaluation {
namespace {

using Chosen = std::vector<std::size_t>;

double ratio(const std::vector<Portion>& blocks, const Chosen& chosen) {
  Portion sum{0, 0};
  for (const std::size_t b : chosen) {
    sum.part += blocks[b].part;
    sum.whole += blocks[b].whole;
  }
  return sum.part / sum.whole;
}

// Each block over all seeds.
std::vector<Portion> summed(const Blocks& runs) {
  std::vector<Portion> sums(runs[0].size(), Portion{0, 0});
  for (const auto& run : runs) {
    for (std::size_t b = 0; b < run.size(); ++b) {
      sums[b].part += run[b].part;
      sums[b].whole += run[b].whole;
    }
  }
  return sums;
}

bool sameShape(const Blocks& ours, const Blocks& theirs) {
  if (ours.size() != theirs.size() || ours.empty()) return false;
  const auto asLong = [&](const auto& run) { return run.size() == ours[0].size(); };
  return std::all_of(ours.begin(), ours.end(), asLong) &&
         std::all_of(theirs.begin(), theirs.end(), asLong);
}

tl::unexpected<Error> invalid(std::string what, std::string valid) {
  return fail(ErrorKind::Invalid, "bootstrap", std::move(what), std::move(valid));
}

}  // namespace

Result<Estimate> bootstrap(const Blocks& ours, const Blocks& theirs, Contrast contrast,
                           RandomStream random, std::size_t draws) {
  if (!sameShape(ours, theirs)) {
    return invalid("runs of different seeds or blocks", "the same seeds and blocks for both");
  }
  const std::vector<Portion> a = summed(ours);
  const std::vector<Portion> b = summed(theirs);
  if (a.size() < 2) return invalid("fewer than two blocks", "a longer run");
  // Not finite where a divisor is zero.
  const auto compare = [&](const Chosen& chosen) {
    const double x = ratio(a, chosen);
    const double y = ratio(b, chosen);
    return contrast == Contrast::Difference ? x - y : x / y - 1;
  };

  Chosen chosen(a.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  Estimate estimate;
  estimate.value = compare(chosen);
  std::vector<double> values;
  values.reserve(draws);
  for (std::size_t i = 0; i < draws && std::isfinite(estimate.value); ++i) {
    for (auto& block : chosen) block = static_cast<std::size_t>(random.below(chosen.size()));
    const double value = compare(chosen);
    if (std::isfinite(value)) values.push_back(value);  // a draw of empty blocks says nothing
  }
  if (values.empty()) return invalid("nothing to divide by", "windows and costs above zero");
  std::sort(values.begin(), values.end());
  const auto at = [&](double q) {
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
  };
  estimate.interval = {at(0.025), at(0.975)};
  return estimate;
}

}  // namespace evenkeel::evaluation
