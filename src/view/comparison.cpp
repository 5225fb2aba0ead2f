#include "view/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "evaluation/statistics.h"
#include "view/figures.h"
#include "view/table.h"
#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

using evaluation::ComparedPolicy;
using evaluation::Comparison;
using evaluation::Measure;
using evaluation::Summary;

const Measure& measure(std::string_view key) {
  const auto all = evaluation::measures();
  return *std::find_if(all.begin(), all.end(), [&](const Measure& m) { return m.key == key; });
}

std::vector<double> values(const ComparedPolicy& policy, const Measure& of) {
  std::vector<double> out;
  for (const evaluation::RunMeasures& run : policy.runs) out.push_back(of.of(run));
  return out;
}

std::string value(const Measure& of, double v) {
  return of.unit == "s" ? seconds(v) : of.unit == "%" ? number(v, "%") : number(v);
}

std::string interval(const Summary& summary) {
  if (!summary.interval) return "";
  return fmt::format(" [{}, {}]", number(summary.interval->low), number(summary.interval->high));
}

std::string median(const ComparedPolicy& policy, std::string_view key) {
  const Measure& of = measure(key);
  return value(of, evaluation::summarize(values(policy, of)).median);
}

std::string medianAndInterval(const ComparedPolicy& policy, std::string_view key) {
  const Measure& of = measure(key);
  const Summary summary = evaluation::summarize(values(policy, of));
  return value(of, summary.median) + interval(summary);
}

using Cells = std::vector<std::vector<std::string>>;

std::string mainTable(const Comparison& comparison, bool priced) {
  std::vector<Column> columns{
      {"POLICY", Align::Left}, {"WINDOWS OVER"}, {"REQUESTS OVER"}, {"POD-HOURS"}, {"CORE-HOURS"}};
  if (priced) columns.push_back({"MONEY"});
  Cells rows;
  for (const ComparedPolicy& policy : comparison.policies) {
    rows.push_back({printable(policy.policy), medianAndInterval(policy, "violatedWindows"),
                    median(policy, "violatedRequests"), medianAndInterval(policy, "podHours"),
                    median(policy, "coreHours")});
    if (priced) rows.back().push_back(median(policy, "money"));
  }
  return table(columns, rows);
}

std::string responseTable(const Comparison& comparison) {
  Cells rows;
  for (const ComparedPolicy& policy : comparison.policies) {
    std::vector<std::string> row{printable(policy.policy)};
    for (const char* key : {"responseMean", "responseP50", "responseP95", "responseP99",
                            "responseP999", "failedRequests", "utilization", "adaptations"}) {
      row.push_back(median(policy, key));
    }
    rows.push_back(std::move(row));
  }
  return table({{"POLICY", Align::Left},
                {"MEAN"},
                {"P50"},
                {"P95"},
                {"P99"},
                {"P99.9"},
                {"FAILED"},
                {"CPU"},
                {"CHANGES"}},
               rows);
}

// Of the differences seed by seed; `relative`: to the first policy's value, in percent.
std::string difference(const ComparedPolicy& policy, const ComparedPolicy& first,
                       std::string_view key, bool relative) {
  const Measure& of = measure(key);
  const std::vector<double> ours = values(policy, of);
  const std::vector<double> theirs = values(first, of);
  std::vector<double> differences = evaluation::differences(ours, theirs);
  if (relative) {
    for (std::size_t i = 0; i < differences.size(); ++i) {
      if (theirs[i] == 0) return "-";
      differences[i] *= 100 / theirs[i];
    }
  }
  const Summary summary = evaluation::summarize(differences);
  const std::string sign = summary.median > 0 ? "+" : "";
  return sign + number(summary.median) + (relative ? " %" : " points") + interval(summary);
}

std::string differenceTable(const Comparison& comparison) {
  const ComparedPolicy& first = comparison.policies.front();
  Cells rows;
  for (const ComparedPolicy& policy : std::span(comparison.policies).subspan(1)) {
    rows.push_back({printable(policy.policy), difference(policy, first, "violatedWindows", false),
                    difference(policy, first, "podHours", true),
                    difference(policy, first, "responseP95", true)});
  }
  return table({{"AGAINST " + printable(first.policy), Align::Left},
                {"WINDOWS OVER"},
                {"POD-HOURS"},
                {"P95"}},
               rows);
}

std::string blockDifference(const ComparedPolicy& policy, std::string_view key) {
  for (const evaluation::BlockDifference& difference : policy.blockDifferences) {
    if (difference.measure != key || !difference.estimate) continue;
    const auto& [value, interval] = *difference.estimate;
    return fmt::format("{}{} {} [{}, {}]", value > 0 ? "+" : "", number(100 * value),
                       difference.contrast == evaluation::Contrast::Relative ? "%" : "points",
                       number(100 * interval.low), number(100 * interval.high));
  }
  return "-";
}

std::string blockTable(const Comparison& comparison) {
  if (!comparison.blocks.enough()) {
    return fmt::format("Stress case: {} of 4 h, fewer than {}: no interval over time.\n",
                       count(static_cast<std::int64_t>(comparison.blocks.count), "block"),
                       evaluation::kLeastBlocks);
  }
  Cells rows;
  for (const ComparedPolicy& policy : std::span(comparison.policies).subspan(1)) {
    rows.push_back({printable(policy.policy), blockDifference(policy, "violatedWindows"),
                    blockDifference(policy, "podHours"), blockDifference(policy, "coreHours")});
  }
  return table({{fmt::format("BY {} BLOCKS OF 4 H", comparison.blocks.count), Align::Left},
                {"WINDOWS OVER"},
                {"POD-HOURS"},
                {"CORE-HOURS"}},
               rows);
}

}  // namespace

std::string comparisonTables(const Comparison& comparison) {
  const bool several = comparison.seeds.size() > 1;
  std::string out = fmt::format(
      "{}: {}, judged from {} to {}; {} routing; {}{}\n\n", printable(comparison.scenario),
      count(static_cast<std::int64_t>(comparison.policies.size()), "policy run"),
      clock(Instant(comparison.judgedFrom)), clock(Instant(comparison.duration)),
      comparison.routing == Routing::Pooled ? "pooled" : "random",
      count(static_cast<std::int64_t>(comparison.seeds.size()), "seed"),
      several ? ": median [95 % interval of the mean]" : "");
  const bool priced = std::any_of(
      comparison.policies.begin(), comparison.policies.end(), [](const ComparedPolicy& policy) {
        return std::any_of(policy.runs.begin(), policy.runs.end(),
                           [](const evaluation::RunMeasures& run) { return run.money > 0; });
      });
  out += mainTable(comparison, priced) + '\n' + responseTable(comparison);
  if (comparison.policies.size() > 1) {
    out += '\n' + differenceTable(comparison) + '\n' + blockTable(comparison);
  }
  return out +
         "\nWINDOWS OVER: of 60 s, in which more than 5 % of the requests were slower than the "
         "target\nor failed. POD-HOURS, CORE-HOURS: from the moment a pod is asked for to its end. "
         "CPU: used\nof that requested.\n";
}

}  // namespace evenkeel::view
