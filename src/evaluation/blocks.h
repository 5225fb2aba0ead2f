// The judged part of a run in blocks of time, for bootstrap.h.
//
// A block lasts four hours of trace time: in simulated time that times the largest stretch of the
// loads (one for loads that are generated), in whole windows. Where blocks end depends on the
// scenario only, so that those of runs of different policies and seeds are pairs. The blocks of a
// run add up to its measures; windows that were joined belong to the block in which they begin.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "evaluation/bootstrap.h"
#include "evaluation/violations.h"
#include "model/scenario.h"
#include "simulation/run_result.h"

namespace evenkeel::evaluation {

struct BlockPlan {
  Duration length{};  // simulated; a block may be longer, as windows that are left over are shared
  std::size_t count = 0;
  bool enough() const { return count >= kLeastBlocks; }
  friend bool operator==(const BlockPlan&, const BlockPlan&) = default;
};

BlockPlan blockPlan(const Scenario& scenario);

struct RunBlock {
  Violations violations;
  simulation::Cost cost;
  double money = 0;
};

// As many as `count`.
std::vector<RunBlock> blocksOf(const simulation::RunResult& result, const Prices& prices,
                               std::size_t count);

// What is compared block by block, under the keys of run_measures.h: shares by their difference,
// costs by their ratio.
struct BlockMeasure {
  std::string_view key;
  Contrast contrast;
  Portion (*of)(const RunBlock&);
};
std::span<const BlockMeasure> blockMeasures();

}  // namespace evenkeel::evaluation
