#include "evaluation/blocks.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "evaluation/cost.h"
#include "evaluation/run_measures.h"

namespace evenkeel::evaluation {
namespace {

constexpr Duration kTraceTime = std::chrono::hours(4);

double largestStretch(const std::vector<Load>& loads) {
  double largest = 0;
  for (const Load& load : loads) {
    const auto* trace = std::get_if<TraceLoad>(&load.shape);
    largest = std::max(largest, trace != nullptr ? trace->stretch : 1);
  }
  return loads.empty() ? 1 : largest;
}

std::size_t wholeWindows(Duration time) {
  return time > Duration::zero() ? static_cast<std::size_t>(time / kWindow) : 0;
}

Portion share(std::int64_t part, std::int64_t whole) {
  return {static_cast<double>(part), static_cast<double>(whole)};
}

}  // namespace

BlockPlan blockPlan(const Scenario& scenario) {
  const double wanted = toSeconds(kTraceTime) * largestStretch(scenario.loads);
  // A stretch such as 1/60 has no exact double: windows that are whole but for that stay whole.
  const double windows = std::max(1.0, std::ceil(wanted / toSeconds(kWindow) - 1e-6));
  const auto judged = static_cast<double>(wholeWindows(scenario.duration - scenario.warmUp));
  return {fromSeconds(windows * toSeconds(kWindow)), static_cast<std::size_t>(judged / windows)};
}

std::vector<RunBlock> blocksOf(const simulation::RunResult& result, const Prices& prices,
                               std::size_t count) {
  std::vector<RunBlock> blocks(count);
  const std::size_t whole = wholeWindows(result.end - result.begin);
  if (count == 0 || whole == 0) return blocks;
  // The last window may be a part of one, and belongs to the last block.
  const auto blockOf = [&](std::size_t window) -> RunBlock& {
    return blocks[std::min(count - 1, window * count / whole)];
  };
  for (const simulation::SubjectResult& application : result.applications) {
    for (const JoinedWindow& window : joined(judgedWindows(application, result.begin))) {
      blockOf(window.first).violations += violationsOf(window);
    }
  }
  // Windows are counted anew where the warm-up ends.
  const Duration partly = (result.end - result.begin) % kWindow;
  const std::size_t judged = whole + (partly > Duration::zero() ? 1 : 0);
  const std::size_t warmUp =
      result.windowCosts.size() - std::min(judged, result.windowCosts.size());
  for (std::size_t i = warmUp; i < result.windowCosts.size(); ++i) {
    blockOf(i - warmUp).cost += result.windowCosts[i];
  }
  for (RunBlock& block : blocks) block.money = moneyOf(block.cost, prices);
  return blocks;
}

std::span<const BlockMeasure> blockMeasures() {
  static constexpr BlockMeasure kMeasures[] = {
      {"violatedWindows", Contrast::Difference,
       [](const RunBlock& b) { return share(b.violations.violated, b.violations.windows); }},
      {"violatedRequests", Contrast::Difference,
       [](const RunBlock& b) { return share(b.violations.bad, b.violations.requests); }},
      {"podHours", Contrast::Relative,
       [](const RunBlock& b) { return Portion{b.cost.podSeconds}; }},
      {"coreHours", Contrast::Relative,
       [](const RunBlock& b) { return Portion{b.cost.coreSeconds}; }},
      {"money", Contrast::Relative, [](const RunBlock& b) { return Portion{b.money}; }}};
  return kMeasures;
}

}  // namespace evenkeel::evaluation
