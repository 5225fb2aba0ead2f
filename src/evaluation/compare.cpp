#include "evaluation/compare.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/thread_pool.h"
#include "evaluation/story_collector.h"
#include "knowledge/memory_log.h"

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

Result<RunMeasures> runOnce(Scenario scenario, const Contender& contender,
                            const BoundPolicy& fallback, const StopAsked& stop) {
  const Prices prices = scenario.prices;
  auto world = simulation::SimulatedWorld::make(std::move(scenario));
  if (!world) return tl::unexpected(world.error());
  StoryCollector collector(StoryQuery{});
  DurableRelay durable;
  ForwardingLog log([&](const Record& record) { collector.read(record); }, std::ref(durable));
  const RunSetup setup{contender.policies, fallback, "", ""};
  if (run(**world, setup, log, durable, [&] { return !stop(); }) == RunEnd::Stopped) {
    return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
  }
  RunMeasures measures = measuresOf((*world)->result(), prices);
  measures.adaptations = collector.changes();
  measures.decisions = collector.decisions();
  return measures;
}

}  // namespace

Result<Comparison> compare(const ComparisonSetup& setup, const ComparisonProgress& progress,
                           const StopAsked& stop) {
  const Scenario scenario = judged(setup.scenario, setup.split);
  const auto seeds = static_cast<std::size_t>(setup.seeds);
  std::vector<std::optional<Result<RunMeasures>>> results(setup.contenders.size() * seeds);
  std::mutex mutex;
  std::size_t done = 0;
  forEachIndex(results.size(), setup.threads, [&](std::size_t i) {
    Scenario own = scenario;
    own.seed = i % seeds + 1;
    results[i] = runOnce(std::move(own), setup.contenders[i / seeds], setup.fallback, stop);
    const std::lock_guard lock(mutex);
    progress(++done);
  });

  Comparison comparison{
      scenario.name, scenario.duration, scenario.warmUp, scenario.routing, {}, {}};
  for (std::uint64_t seed = 1; seed <= setup.seeds; ++seed) comparison.seeds.push_back(seed);
  for (std::size_t p = 0; p < setup.contenders.size(); ++p) {
    ComparedPolicy& policy = comparison.policies.emplace_back();
    policy.policy = setup.contenders[p].label;
    for (std::size_t s = 0; s < seeds; ++s) {
      const auto& result = *results[p * seeds + s];
      if (!result) return tl::unexpected(result.error());
      policy.runs.push_back(*result);
    }
  }
  return comparison;
}

}  // namespace evenkeel::evaluation
