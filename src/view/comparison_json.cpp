#include <nlohmann/json.hpp>
#include <span>

#include "evaluation/statistics.h"
#include "view/comparison.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;
using evaluation::ComparedPolicy;
using evaluation::Measure;

Json summaryJson(const evaluation::Summary& summary) {
  Json out{{"median", summary.median}, {"mean", summary.mean}};
  out["deviation"] = summary.deviation ? Json(*summary.deviation) : Json(nullptr);
  out["interval"] = summary.interval
                        ? Json{{"low", summary.interval->low}, {"high", summary.interval->high}}
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

std::vector<double> values(const ComparedPolicy& policy, const Measure& measure) {
  std::vector<double> out;
  for (const evaluation::RunMeasures& run : policy.runs) out.push_back(measure.of(run));
  return out;
}

Json policyJson(const ComparedPolicy& policy, const ComparedPolicy& first,
                std::span<const std::uint64_t> seeds) {
  Json runs = Json::array();
  for (std::size_t i = 0; i < policy.runs.size(); ++i) {
    const evaluation::RunMeasures& run = policy.runs[i];
    Json row{{"seed", seeds[i]},
             {"requests", run.arrivals.requests},
             {"unfinished", run.arrivals.unfinished},
             {"windows", run.violations.windows},
             {"decisions", run.decisions}};
    for (const Measure& measure : evaluation::measures()) row[measure.key] = measure.of(run);
    runs.push_back(std::move(row));
  }
  Json summary = Json::object();
  Json difference = Json::object();
  for (const Measure& measure : evaluation::measures()) {
    const std::vector<double> ours = values(policy, measure);
    summary[measure.key] = summaryJson(evaluation::summarize(ours));
    difference[measure.key] =
        summaryJson(evaluation::summarize(evaluation::differences(ours, values(first, measure))));
  }
  return {{"policy", policy.policy},
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
                 {"durationSeconds", toSeconds(comparison.duration)},
                 {"judgedFromSeconds", toSeconds(comparison.judgedFrom)},
                 {"routing", comparison.routing == Routing::Pooled ? "pooled" : "random"},
                 {"seeds", comparison.seeds},
                 {"blocks",
                  {{"count", comparison.blocks.count},
                   {"lengthSeconds", toSeconds(comparison.blocks.length)},
                   {"least", evaluation::kLeastBlocks}}},
                 {"measures", std::move(measures)},
                 {"policies", std::move(policies)}};
  // Names come from files: what is not UTF-8 is replaced, never thrown over.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace evenkeel::view
