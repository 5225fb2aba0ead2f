#include <nlohmann/json.hpp>
#include <span>

#include "evaluation/policy_summary.h"
#include "view/comparison.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;
using evaluation::ComparedPolicy;
using evaluation::Measure;

// The nearest double to the exact decimal, and so printed as that.
double decimalSeconds(Duration time) {
  return static_cast<double>(time.count()) / 1e9;
}

Json orNull(std::optional<double> value) {
  return value ? Json(*value) : Json(nullptr);
}

Json summaryJson(const std::optional<evaluation::Summary>& summary) {
  if (!summary) return nullptr;
  Json out{{"mean", summary->mean}, {"median", summary->median}};
  out["deviation"] = orNull(summary->deviation);
  out["interval"] = summary->interval
                        ? Json{{"low", summary->interval->low}, {"high", summary->interval->high}}
                        : Json(nullptr);
  return out;
}

// Shares and ratios in percent, as every measure is.
Json blockDifferencesJson(const std::vector<evaluation::BlockDifference>& differences) {
  if (differences.empty()) return nullptr;
  Json out = Json::object();
  for (const evaluation::BlockDifference& difference : differences) {
    Json& estimate = out[difference.measure] = nullptr;
    if (!difference.estimate) continue;
    const auto& [value, interval] = *difference.estimate;
    estimate = {
        {"value", 100 * value},
        {"unit", difference.contrast == evaluation::Contrast::Relative ? "%" : "percentage points"},
        {"interval", {{"low", 100 * interval.low}, {"high", 100 * interval.high}}}};
  }
  return out;
}

void addFigures(Json& out, const evaluation::Figures& figures) {
  out["requests"] = figures.arrivals.requests;
  out["unfinished"] = figures.arrivals.unfinished;
  out["windows"] = figures.violations.windows;
  out["decisions"] = figures.decisions.decisions;
  out["guardedDecisions"] = figures.decisions.guarded;
  out["failedDecisions"] = figures.decisions.failed;
  for (const Measure& measure : evaluation::measures()) {
    out[measure.key] = orNull(measure.of(figures));
  }
}

Json blocksJson(const std::vector<evaluation::RunBlock>& blocks) {
  Json out = Json::array();
  for (const evaluation::RunBlock& block : blocks) {
    out.push_back({{"windows", block.violations.windows},
                   {"violatedWindows", block.violations.violated},
                   {"requests", block.violations.requests},
                   {"violatedRequests", block.violations.bad},
                   {"podSeconds", block.cost.podSeconds},
                   {"coreSeconds", block.cost.coreSeconds},
                   {"money", block.money}});
  }
  return out;
}

Json runJson(std::uint64_t seed, const evaluation::RunMeasures& run,
             const std::vector<evaluation::RunBlock>& blocks) {
  Json out{{"seed", seed}};
  addFigures(out, run.total);
  Json& applications = out["applications"] = Json::array();
  for (const evaluation::ApplicationMeasures& application : run.applications) {
    Json one{{"name", application.name}};
    addFigures(one, application.figures);
    applications.push_back(std::move(one));
  }
  out["blocks"] = blocksJson(blocks);
  return out;
}

Json policyJson(const ComparedPolicy& policy, const ComparedPolicy& first,
                std::span<const std::uint64_t> seeds) {
  Json runs = Json::array();
  for (std::size_t i = 0; i < policy.runs.size(); ++i) {
    runs.push_back(runJson(seeds[i], policy.runs[i], policy.blocks[i]));
  }
  Json summary = Json::object();
  Json difference = Json::object();
  for (const Measure& measure : evaluation::measures()) {
    summary[measure.key] = summaryJson(evaluation::summaryOf(policy, measure));
    difference[measure.key] = summaryJson(evaluation::differenceOf(policy, first, measure));
  }
  Json planned;  // null: it is no bound
  if (policy.planned) {
    planned = {{"podHours", policy.planned->podHours},
               {"boundPodHours", orNull(policy.planned->boundPodHours)},
               {"coreHours", policy.planned->coreHours},
               {"boundCoreHours", policy.planned->boundCoreHours},
               {"keepsLimit", policy.planned->keepsLimit},
               {"violatedWindows", policy.planned->violatedPercent},
               {"notes", policy.planned->notes}};
  }
  return {{"policy", policy.policy},
          {"planned", std::move(planned)},
          {"runs", std::move(runs)},
          {"summary", std::move(summary)},
          {"differenceToFirst", std::move(difference)},
          {"blockDifferenceToFirst", blockDifferencesJson(policy.blockDifferences)}};
}

}  // namespace

std::string comparisonJson(const evaluation::Comparison& comparison) {
  Json measures = Json::array();
  for (const Measure& measure : evaluation::measures()) {
    measures.push_back({{"key", measure.key}, {"title", measure.title}, {"unit", measure.unit}});
  }
  Json policies = Json::array();
  for (const ComparedPolicy& policy : comparison.policies) {
    policies.push_back(policyJson(policy, comparison.policies.front(), comparison.seeds));
  }
  const Json out{{"version", kComparisonVersion},
                 {"scenario", comparison.scenario},
                 {"durationSeconds", decimalSeconds(comparison.duration)},
                 {"judgedFromSeconds", decimalSeconds(comparison.judgedFrom)},
                 {"routing", comparison.routing == Routing::Pooled ? "pooled" : "random"},
                 {"detail", simulation::nameOf(comparison.detail)},
                 {"withoutTarget", comparison.withoutTarget},
                 {"scaleSeesJudged", comparison.scaleSeesJudged},
                 {"seeds", comparison.seeds},
                 {"fewSeeds", comparison.seeds.size() < evaluation::kLeastSeeds},
                 {"blocks",
                  {{"count", comparison.blocks.count},
                   {"lengthSeconds", decimalSeconds(comparison.blocks.length)},
                   {"least", evaluation::kLeastBlocks}}},
                 {"measures", std::move(measures)},
                 {"policies", std::move(policies)}};
  // Names come from files: what is not UTF-8 is replaced, never thrown over.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace evenkeel::view
