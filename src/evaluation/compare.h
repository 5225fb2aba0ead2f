// Several policies on one scenario, every one on the same draws.
//
// Runs are independent and go in parallel; what comes out does not depend on the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evaluation/blocks.h"
#include "evaluation/bounds/bound_plan.h"
#include "evaluation/run.h"
#include "evaluation/run_measures.h"
#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel::evaluation {

struct Contender {
  std::string label;  // as it was written
  std::vector<BoundPolicy> policies;
  std::optional<Bound> bound = {};  // instead of them: a schedule that knows the load
};

// Of a run: all of it, the first 60 % of the time, to tune and train on, or the rest. The load is
// the same whichever is judged.
enum class Part : std::uint8_t { Whole, Training, Test };

struct ComparisonSetup {
  Scenario scenario;
  std::vector<Contender> contenders;
  BoundPolicy fallback;
  PolicyOfCall policyOfCall = {};
  std::uint64_t seeds = 1;  // 1 to this
  std::size_t threads = 1;
  simulation::Detail detail = simulation::Detail::Requests;
  Part part = Part::Whole;
  bool rests = false;  // LoopConfig::rests: same outcome, but not all decisions are counted
};

// To the first policy, over all seeds, with the block bootstrap's interval.
struct BlockDifference {
  std::string_view measure;  // its key
  Contrast contrast = Contrast::Difference;
  std::optional<Estimate> estimate;  // none where there is nothing to divide by (no prices)
};

// Of a bound, over the whole run.
struct PlannedFigures {
  double podHours = 0;
  double coreHours = 0;
  // No schedule under the same rules costs less; pods only where no size is planned.
  std::optional<double> boundPodHours;
  double boundCoreHours = 0;
  bool keepsLimit = true;               // false: no schedule does; it has the fewest violations
  double violatedPercent = 0;           // of the judged windows, as expected
  std::vector<std::string> notes = {};  // sentences without a full stop: what held the plan back
};

struct ComparedPolicy {
  std::string policy;
  std::vector<RunMeasures> runs;                       // by seed
  std::vector<std::vector<RunBlock>> blocks = {};      // by seed
  std::vector<BlockDifference> blockDifferences = {};  // none of the first, none in a stress case
  std::optional<PlannedFigures> planned = {};          // of bounds
};

// With fewer seeds than this no claim is made.
inline constexpr std::size_t kLeastSeeds = 6;

struct Comparison {
  std::string scenario;
  Duration duration{};
  Duration judgedFrom{};
  Routing routing = Routing::Pooled;
  simulation::Detail detail = simulation::Detail::Requests;
  std::vector<std::string> withoutTarget;  // applications of which only failures are judged
  bool scaleSeesJudged = false;  // a trace is scaled by what is partly judged (workload/load.h)
  BlockPlan blocks;              // a stress case where they are not enough
  std::vector<std::uint64_t> seeds;
  std::vector<ComparedPolicy> policies;
};

// Seeds and policies left open.
Comparison comparisonOf(const Scenario& scenario);

// Called for every run that is done, one at a time, on any thread, with the
// number done so far.
using ComparisonProgress = std::function<void(std::size_t done)>;
// Asked on any thread, often; true: give up. What is given up ends as Unavailable.
using StopAsked = std::function<bool()>;

Result<Comparison> compare(const ComparisonSetup& setup, const ComparisonProgress& progress,
                           const StopAsked& stop);
// `loads`: one for each of the scenario's, in order, over its whole length.
Result<Comparison> compare(const ComparisonSetup& setup, const std::vector<Intensity>& loads,
                           const ComparisonProgress& progress, const StopAsked& stop);

}  // namespace evenkeel::evaluation
