#include "evaluation/compare.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/thread_pool.h"
#include "evaluation/decision_counter.h"
#include "knowledge/memory_log.h"
#include "workload/intensity.h"
#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

Scenario judged(Scenario scenario, Part part) {
  const Duration training = trainingTime(scenario.duration);
  if (part == Part::Test) scenario.warmUp = std::max(scenario.warmUp, training);
  if (part == Part::Training) scenario.duration = training;
  return scenario;
}

struct Outcome {
  RunMeasures measures;
  std::vector<RunBlock> blocks;
};

Result<Outcome> runOnce(Scenario scenario, std::vector<Intensity> load, std::size_t blocks,
                        const Contender& contender, const ComparisonSetup& setup,
                        const StopAsked& stop) {
  const Prices prices = scenario.prices;
  auto world = simulation::SimulatedWorld::make(std::move(scenario), std::move(load), setup.detail);
  if (!world) return tl::unexpected(world.error());
  DecisionCounter counter(Instant((*world)->scenario().warmUp));
  DurableRelay durable;
  ForwardingLog log([&](const Record& record) { counter.read(record); }, std::ref(durable));
  const RunSetup how{contender.policies, setup.fallback, "", "", setup.policyOfCall, setup.rests};
  if (run(**world, how, log, durable, [&] { return !stop(); }) == RunEnd::Stopped) {
    return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
  }
  const simulation::RunResult result = (*world)->result();
  return Outcome{measuresOf(result, prices, counter.counts()), blocksOf(result, prices, blocks)};
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

bool isScaled(const Load& load) {
  const auto* trace = std::get_if<TraceLoad>(&load.shape);
  return trace != nullptr && (trace->mean || trace->peak);
}

// A schedule is played as it is: the component's bounds hold, nothing else has a say.
Scenario unguarded(Scenario scenario) {
  for (Application& application : scenario.applications) {
    application.guardrails.profile = GuardrailProfile::Parity;
  }
  return scenario;
}

PlannedFigures figuresOf(const BoundPlan& plan) {
  constexpr double kHour = 3600;  // seconds
  PlannedFigures out;
  out.podHours = plan.podSeconds / kHour;
  out.coreHours = plan.coreSeconds / kHour;
  if (plan.leastPodSeconds) out.boundPodHours = *plan.leastPodSeconds / kHour;
  out.boundCoreHours = plan.leastCoreSeconds / kHour;
  out.keepsLimit = plan.keepsLimit;
  out.violatedPercent = plan.judged > 0 ? 100 * plan.violated / plan.judged : 0;
  out.notes = plan.notes;
  return out;
}

}  // namespace

Comparison comparisonOf(const Scenario& scenario) {
  Comparison out;
  out.scenario = scenario.name;
  out.duration = scenario.duration;
  out.judgedFrom = scenario.warmUp;
  out.routing = scenario.routing;
  out.scaleSeesJudged = scenario.warmUp < trainingTime(scenario.duration) &&
                        std::any_of(scenario.loads.begin(), scenario.loads.end(), isScaled);
  out.blocks = blockPlan(scenario);
  for (const Application& application : scenario.applications) {
    if (responseTarget(application.targets) == nullptr)
      out.withoutTarget.push_back(application.name);
  }
  return out;
}

Result<Comparison> compare(const ComparisonSetup& setup, const ComparisonProgress& progress,
                           const StopAsked& stop) {
  const auto loads = intensitiesOf(setup.scenario.loads, setup.scenario.duration);
  if (!loads) return tl::unexpected(loads.error());
  return compare(setup, *loads, progress, stop);
}

Result<Comparison> compare(const ComparisonSetup& setup, const std::vector<Intensity>& loads,
                           const ComparisonProgress& progress, const StopAsked& stop) {
  const Scenario scenario = judged(setup.scenario, setup.part);
  const auto seeds = static_cast<std::size_t>(setup.seeds);
  Comparison comparison = comparisonOf(scenario);
  comparison.detail = setup.detail;
  std::vector<Contender> contenders = setup.contenders;
  std::vector<std::unique_ptr<Policy>> schedules;
  std::vector<std::optional<PlannedFigures>> planned(contenders.size());
  for (std::size_t p = 0; p < contenders.size(); ++p) {
    if (!contenders[p].bound) continue;
    const auto plan = planOf(scenario, loads, *contenders[p].bound, stop);
    if (!plan) return tl::unexpected(plan.error());
    planned[p] = figuresOf(*plan);
    schedules.push_back(playback(*plan));
    contenders[p].policies = {{contenders[p].label, schedules.back().get()}};
  }
  std::vector<std::optional<Result<Outcome>>> results(contenders.size() * seeds);
  std::mutex mutex;
  std::size_t done = 0;
  forEachIndex(results.size(), setup.threads, [&](std::size_t i) {
    const Contender& contender = contenders[i / seeds];
    Scenario own = contender.bound ? unguarded(scenario) : scenario;
    own.seed = i % seeds + 1;
    results[i] = runOnce(std::move(own), loads, comparison.blocks.count, contender, setup, stop);
    const std::lock_guard lock(mutex);
    progress(++done);
  });

  for (std::uint64_t seed = 1; seed <= setup.seeds; ++seed) comparison.seeds.push_back(seed);
  const RandomStream random(1, "compare", "blocks");
  for (std::size_t p = 0; p < contenders.size(); ++p) {
    ComparedPolicy& policy = comparison.policies.emplace_back();
    policy.policy = contenders[p].label;
    policy.planned = planned[p];
    for (std::size_t s = 0; s < seeds; ++s) {
      auto& result = *results[p * seeds + s];
      if (!result) return tl::unexpected(result.error());
      policy.runs.push_back(std::move(result->measures));
      policy.blocks.push_back(std::move(result->blocks));
    }
    if (p > 0 && comparison.blocks.enough()) {
      const RunsOfBlocks& first = comparison.policies.front().blocks;
      policy.blockDifferences = blockDifferences(policy.blocks, first, random);
    }
  }
  return comparison;
}

}  // namespace evenkeel::evaluation
