#include "evaluation/compare.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/thread_pool.h"
#include "evaluation/story_collector.h"
#include "knowledge/memory_log.h"
#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

constexpr double kTuningShare = 0.6;

Scenario judged(Scenario scenario, bool split) {
  if (split) {
    const auto tuning = fromSeconds(toSeconds(scenario.duration) * kTuningShare);
    scenario.warmUp = std::max(scenario.warmUp, tuning);
  }
  return scenario;
}

struct Outcome {
  RunMeasures measures;
  std::vector<RunBlock> blocks;
};

Result<Outcome> runOnce(Scenario scenario, std::vector<Intensity> load, std::size_t blocks,
                        const Contender& contender, const BoundPolicy& fallback,
                        const StopAsked& stop) {
  const Prices prices = scenario.prices;
  auto world = simulation::SimulatedWorld::make(std::move(scenario), std::move(load));
  if (!world) return tl::unexpected(world.error());
  StoryCollector collector(StoryQuery{});
  DurableRelay durable;
  ForwardingLog log([&](const Record& record) { collector.read(record); }, std::ref(durable));
  const RunSetup setup{contender.policies, fallback, "", ""};
  if (run(**world, setup, log, durable, [&] { return !stop(); }) == RunEnd::Stopped) {
    return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
  }
  const simulation::RunResult result = (*world)->result();
  Outcome outcome{measuresOf(result, prices), blocksOf(result, prices, blocks)};
  outcome.measures.adaptations = collector.changes();
  outcome.measures.decisions = collector.decisions();
  return outcome;
}

using RunsOfBlocks = std::vector<std::vector<RunBlock>>;  // [seed][block]

Blocks portions(const RunsOfBlocks& runs, const BlockMeasure& measure) {
  Blocks out;
  for (const auto& run : runs) {
    auto& row = out.emplace_back();
    for (const RunBlock& block : run) row.push_back(measure.of(block));
  }
  return out;
}

// The same blocks are drawn for every policy and measure.
std::vector<BlockDifference> blockDifferences(const RunsOfBlocks& ours, const RunsOfBlocks& theirs,
                                              const RandomStream& random) {
  std::vector<BlockDifference> out;
  for (const BlockMeasure& measure : blockMeasures()) {
    BlockDifference& difference = out.emplace_back();
    difference.measure = measure.key;
    difference.contrast = measure.contrast;
    const auto estimate =
        bootstrap(portions(ours, measure), portions(theirs, measure), measure.contrast, random);
    if (estimate) difference.estimate = *estimate;
  }
  return out;
}

}  // namespace

Result<Comparison> compare(const ComparisonSetup& setup, const ComparisonProgress& progress,
                           const StopAsked& stop) {
  const Scenario scenario = judged(setup.scenario, setup.split);
  const auto load = intensitiesOf(scenario.loads, scenario.duration);
  if (!load) return tl::unexpected(load.error());
  const auto seeds = static_cast<std::size_t>(setup.seeds);
  const BlockPlan plan = blockPlan(scenario);
  std::vector<std::optional<Result<Outcome>>> results(setup.contenders.size() * seeds);
  std::mutex mutex;
  std::size_t done = 0;
  forEachIndex(results.size(), setup.threads, [&](std::size_t i) {
    Scenario own = scenario;
    own.seed = i % seeds + 1;
    results[i] = runOnce(std::move(own), *load, plan.count, setup.contenders[i / seeds],
                         setup.fallback, stop);
    const std::lock_guard lock(mutex);
    progress(++done);
  });

  Comparison comparison{scenario.name, scenario.duration, scenario.warmUp, scenario.routing, {}, {},
                        plan};
  for (std::uint64_t seed = 1; seed <= setup.seeds; ++seed) comparison.seeds.push_back(seed);
  const RandomStream random(1, "compare", "blocks");
  RunsOfBlocks first;
  for (std::size_t p = 0; p < setup.contenders.size(); ++p) {
    ComparedPolicy& policy = comparison.policies.emplace_back();
    policy.policy = setup.contenders[p].label;
    RunsOfBlocks blocks;
    for (std::size_t s = 0; s < seeds; ++s) {
      auto& result = *results[p * seeds + s];
      if (!result) return tl::unexpected(result.error());
      policy.runs.push_back(std::move(result->measures));
      blocks.push_back(std::move(result->blocks));
    }
    if (p == 0) {
      first = std::move(blocks);
    } else if (plan.enough()) {
      policy.blockDifferences = blockDifferences(blocks, first, random);
    }
  }
  return comparison;
}

}  // namespace evenkeel::evaluation
