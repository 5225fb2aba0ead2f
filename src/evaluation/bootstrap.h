// How much two policies differ on one trace, and how sure that is, when neighbouring times are
// alike: the block bootstrap (Carlstein, 1986: blocks that do not overlap).
//
// Both policies ran the same seeds, so that a block of time of a seed is a pair. Blocks are drawn
// with replacement, the same ones for every seed and both policies, so that the interval speaks of
// the trace and, through every block's draws, of the seeds; it does not speak of what a seed
// changes for good (a policy that learns: summarize() its differences seed by seed). A measure is a
// ratio of sums over what was drawn (violated windows of windows; cost per block).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "evaluation/statistics.h"

namespace evenkeel::evaluation {

// Blocks are to last 4 hours of trace time at least; with fewer than this a trace is a stress case,
// to be reported apart.
inline constexpr std::size_t kLeastBlocks = 6;

struct Portion {  // of one block of one run
  double part = 0;
  double whole = 1;
};
using Blocks = std::vector<std::vector<Portion>>;  // [seed][block]

enum class Contrast : std::uint8_t {
  Difference,  // ours - theirs: for shares
  Relative,    // ours / theirs - 1: for costs
};

struct Estimate {
  double value = 0;   // of the whole
  Interval interval;  // 95 %: the 2.5 and 97.5 percentiles of the draws
};

// Invalid unless both have the same seeds (one at least) and blocks (two at least), and the sums
// that are divided by are above zero. Deterministic by `random`.
Result<Estimate> bootstrap(const Blocks& ours, const Blocks& theirs, Contrast contrast,
                           RandomStream random, std::size_t draws = 2000);

}  // namespace evenkeel::evaluation
