#include "view/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "evaluation/policy_summary.h"
#include "view/figures.h"
#include "view/table.h"
#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

using evaluation::ComparedPolicy;
using evaluation::Comparison;
using evaluation::Interval;
using evaluation::Measure;
using evaluation::Summary;

constexpr std::size_t kWidth = 80;

using Names = std::vector<std::string>;  // of the policies, as tables show them
using Cells = std::vector<std::vector<std::string>>;

const Measure& measure(std::string_view key) {
  const auto all = evaluation::measures();
  return *std::find_if(all.begin(), all.end(), [&](const Measure& m) { return m.key == key; });
}

std::string counted(std::size_t n, std::string_view one) {
  return count(static_cast<std::int64_t>(n), one);
}

std::string bracketed(const std::optional<Interval>& interval) {
  if (!interval) return "";
  return fmt::format(" [{}, {}]", number(interval->low), number(interval->high));
}

std::string mean(const ComparedPolicy& policy, std::string_view key) {
  const Measure& of = measure(key);
  const auto summary = evaluation::summaryOf(policy, of);
  if (!summary) return "-";
  return of.unit == "s" ? seconds(summary->mean) : number(summary->mean, of.unit == "%" ? "%" : "");
}

std::string meanAndInterval(const ComparedPolicy& policy, std::string_view key) {
  const auto summary = evaluation::summaryOf(policy, measure(key));
  return mean(policy, key) + (summary ? bracketed(summary->interval) : "");
}

std::string signedNumber(double value, std::string_view unit) {
  return fmt::format("{}{}{}{}", value > 0 ? "+" : "", number(value), unit.empty() ? "" : " ",
                     unit);
}

std::string difference(const std::optional<Summary>& summary, std::string_view unit) {
  if (!summary) return "-";
  return signedNumber(summary->mean, unit) + bracketed(summary->interval);
}

std::string mainTable(const Comparison& comparison, const Names& names) {
  const bool priced = std::any_of(
      comparison.policies.begin(), comparison.policies.end(), [](const ComparedPolicy& policy) {
        return std::any_of(policy.runs.begin(), policy.runs.end(),
                           [](const evaluation::RunMeasures& run) { return run.total.money > 0; });
      });
  std::vector<Column> columns{
      {"POLICY", Align::Left}, {"WINDOWS OVER"}, {"REQUESTS OVER"}, {"POD-HOURS"}, {"CORE-HOURS"}};
  if (priced) columns.push_back({"MONEY"});
  Cells rows;
  for (std::size_t p = 0; p < names.size(); ++p) {
    const ComparedPolicy& policy = comparison.policies[p];
    rows.push_back({names[p], meanAndInterval(policy, "violatedWindows"),
                    mean(policy, "violatedRequests"), meanAndInterval(policy, "podHours"),
                    mean(policy, "coreHours")});
    if (priced) rows.back().push_back(mean(policy, "money"));
  }
  return table(columns, rows, kWidth);
}

std::string responseTable(const Comparison& comparison, const Names& names) {
  Cells rows;
  for (std::size_t p = 0; p < names.size(); ++p) {
    std::vector<std::string> row{names[p]};
    for (const char* key : {"responseMean", "responseP50", "responseP95", "responseP99",
                            "responseP999", "failedRequests", "utilization", "adaptations"}) {
      row.push_back(mean(comparison.policies[p], key));
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
               rows, kWidth);
}

std::string differenceTable(const Comparison& comparison, const Names& names) {
  const ComparedPolicy& first = comparison.policies.front();
  const auto relative = [&](const ComparedPolicy& policy, std::string_view key) {
    return difference(evaluation::relativeDifferenceOf(policy, first, measure(key)), "%");
  };
  Cells rows;
  for (std::size_t p = 1; p < names.size(); ++p) {
    const ComparedPolicy& policy = comparison.policies[p];
    rows.push_back(
        {names[p],
         difference(evaluation::differenceOf(policy, first, measure("violatedWindows")), "points"),
         relative(policy, "podHours"), relative(policy, "responseP95")});
  }
  return table(
      {{"AGAINST " + names.front(), Align::Left}, {"WINDOWS OVER"}, {"POD-HOURS"}, {"P95"}}, rows,
      kWidth);
}

std::string blockDifference(const ComparedPolicy& policy, std::string_view key) {
  for (const evaluation::BlockDifference& difference : policy.blockDifferences) {
    if (difference.measure != key || !difference.estimate) continue;
    const auto& [value, interval] = *difference.estimate;
    const bool relative = difference.contrast == evaluation::Contrast::Relative;
    return signedNumber(100 * value, relative ? "%" : "points") +
           bracketed(Interval{100 * interval.low, 100 * interval.high});
  }
  return "-";
}

std::string blockTable(const Comparison& comparison, const Names& names) {
  if (!comparison.blocks.enough()) {
    return fmt::format("Stress case: {} of 4 h, fewer than {}: no interval over time.\n",
                       counted(comparison.blocks.count, "block"), evaluation::kLeastBlocks);
  }
  Cells rows;
  for (std::size_t p = 1; p < names.size(); ++p) {
    const ComparedPolicy& policy = comparison.policies[p];
    rows.push_back({names[p], blockDifference(policy, "violatedWindows"),
                    blockDifference(policy, "podHours"), blockDifference(policy, "coreHours")});
  }
  return table({{fmt::format("BY {} BLOCKS OF 4 H", comparison.blocks.count), Align::Left},
                {"WINDOWS OVER"},
                {"POD-HOURS"},
                {"CORE-HOURS"}},
               rows, kWidth);
}

std::string tables(const Comparison& comparison, const Names& names) {
  std::string out = mainTable(comparison, names) + '\n' + responseTable(comparison, names);
  if (names.size() > 1) {
    out += '\n' + differenceTable(comparison, names) + '\n' + blockTable(comparison, names);
  }
  return out;
}

// A name of any length behind its number in the list: broken anywhere, for it may have no space.
std::string broken(std::string_view name) {
  constexpr std::string_view kIndent = "\n     ";
  std::string out;
  std::size_t column = kIndent.size() - 1;
  for (const char c : name) {
    const bool starts = (static_cast<unsigned char>(c) & 0xc0) != 0x80;  // a code point (UTF-8)
    if (starts && column++ == kWidth) {
      out += kIndent;
      column = kIndent.size();
    }
    out += c;
  }
  return out;
}

// What a reader has to know before the figures.
std::string warnings(const Comparison& comparison) {
  std::string out;
  if (comparison.seeds.size() < evaluation::kLeastSeeds) {
    out += fmt::format("Fewer than {} seeds: too few for a claim.\n", evaluation::kLeastSeeds);
  }
  if (comparison.detail == simulation::Detail::Fluid) {
    out += "The load as a fluid: an estimate (docs/fluid.md).\n";
  }
  if (comparison.scaleSeesJudged) {
    out +=
        "A trace was scaled (mean, peak) by a part that is judged too: see "
        "--split.\n";
  }
  for (const std::string& application : comparison.withoutTarget) {
    out += wrap(printable(application) +
                    " has no target for response times: "
                    "only failures are counted as over.",
                kWidth) +
           '\n';
  }
  for (const ComparedPolicy& policy : comparison.policies) {
    if (!policy.planned) continue;
    const evaluation::PlannedFigures& plan = *policy.planned;
    const bool pods = plan.boundPodHours.has_value();
    const double cost = pods ? plan.podHours : plan.coreHours;
    const double least = pods ? *plan.boundPodHours : plan.boundCoreHours;
    const std::string how =
        plan.keepsLimit ? fmt::format("at most {:.2f} % above the cheapest possible",
                                      least > 0 ? 100 * (cost / least - 1) : 0.0)
                        : "the fewest windows over that there can be: no schedule keeps its limit";
    out += wrap(fmt::format("{}: planned {:.2f} {}-hours over the whole run, {}; {:.2f} % of "
                            "windows expected over.",
                            printable(policy.policy), cost, pods ? "pod" : "core", how,
                            plan.violatedPercent),
                kWidth) +
           '\n';
    for (const std::string& note : plan.notes) {
      out += wrap(printable(policy.policy + ": " + note) + '.', kWidth) + '\n';
    }
  }
  for (const ComparedPolicy& policy : comparison.policies) {
    evaluation::DecisionCounts counts;
    for (const evaluation::RunMeasures& run : policy.runs) counts += run.total.decisions;
    const auto tell = [&](std::uint64_t count, std::string_view what) {
      if (count == 0) return;
      out += wrap(fmt::format("{}: {} of {} decisions {}.", printable(policy.policy), count,
                              counts.decisions, what),
                  kWidth) +
             '\n';
    };
    tell(counts.failed, counts.byFallback == counts.failed ? "failed: its fallback decided"
                        : counts.byFallback == 0
                            ? "failed: there is no fallback, so nothing moved"
                            : "failed: its fallback decided, or where there is none nothing moved");
    if (counts.failed > 0)
      out += wrap("The first: " + printable(counts.firstFailure) + '.', kWidth) + '\n';
    tell(counts.guarded, counts.changes == 0
                             ? "were held back by guardrails, and so it never changed anything "
                               "(evenkeel run, then explain, tells by which)"
                             : "were changed or held back by guardrails");
  }
  return out;
}

}  // namespace

std::string comparisonTables(const Comparison& comparison) {
  Names names;
  Names numbers;
  std::string list;
  for (const ComparedPolicy& policy : comparison.policies) {
    names.push_back(printable(policy.policy));
    numbers.push_back(std::to_string(names.size()));
    list += fmt::format("{:>3}  {}\n", numbers.back(), broken(names.back()));
  }
  const bool one = names.size() == 1;
  std::string out =
      wrap(fmt::format("{}: {} {}, judged from {} to {}; {} routing; {}{}",
                       printable(comparison.scenario), names.size(), one ? "policy" : "policies",
                       clock(Instant(comparison.judgedFrom)), clock(Instant(comparison.duration)),
                       comparison.routing == Routing::Pooled ? "pooled" : "random",
                       counted(comparison.seeds.size(), "seed"),
                       comparison.seeds.size() > 1 ? ": mean [its 95 % interval]" : ""),
           kWidth) +
      '\n' + warnings(comparison) + '\n';
  const std::size_t longest =
      columns(*std::max_element(names.begin(), names.end(), [](const auto& a, const auto& b) {
        return columns(a) < columns(b);
      }));
  constexpr std::size_t kLongestInTable = 16;
  if (longest <= kLongestInTable) {
    out += tables(comparison, names);
  } else {
    out += list + '\n' + tables(comparison, numbers);
  }
  return out +
         "\nWINDOWS OVER: of 60 s, in which more than 5 % of the "
         "requests that arrived were\n"
         "slower than the target, failed, or never ended. MEAN to P99.9: "
         "response times\n"
         "of the answered. POD-HOURS, CORE-HOURS: from the moment a pod "
         "is asked for to\n"
         "its end. CPU: used of that requested. CHANGES: decisions that "
         "changed something.\n";
}

}  // namespace evenkeel::view
