#include "view/history_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/time_text.h"
#include "view/figures.h"
#include "view/requests_cost.h"
#include "view/table.h"
#include "view/text_layout.h"
#include "view/words.h"

namespace evenkeel::view {
namespace {

constexpr double kMonth = 730;       // hours
constexpr double kNothing = 0.0005;  // of cores or GiB: not told

Prices pricesOf(const HistoryFrame& frame) {
  return frame.prices.value_or(kUsualPrices);
}

double moneyOf(const HistoryChange& change, const Prices& prices) {
  return requestsCost(change.cores, change.gib, prices);
}

double weightOf(const HistoryAdvice& one, const Prices& prices) {
  return std::max(std::abs(moneyOf(changeBySize(one), prices)),
                  std::abs(moneyOf(changeByReplicas(one), prices)));
}

std::string workloadOf(const HistoryAdvice& one) {
  return kindWord(one.kind) + '/' + one.name;
}

std::string shortCores(double value) {
  return value < 1 ? fmt::format("{:.0f}m", value * 1000) : number(value);
}

std::string shortBytes(double value) {
  return value < kGib ? fmt::format("{:.0f}Mi", value / (1 << 20)) : number(value / kGib) + "Gi";
}

std::string sizeOf(const std::optional<double>& now, const std::optional<HistoryAdvice::Size>& then,
                   std::string (*text)(double)) {
  return (now ? text(*now) : "-") + " → " + (then ? text(then->target) : "?");
}

std::string signedNumber(double value) {
  return std::abs(value) < kNothing ? "0" : (value > 0 ? "+" : "") + number(value);
}

std::string askedOf(const HistoryAdvice& one) {
  if (one.policy.empty()) return "-";
  if (!one.asked) return "?";
  return fmt::format("{}/{}/{}", one.asked->p50, one.asked->p95, one.asked->most);
}

std::string knownOf(const HistoryAdvice& one, const HistoryFrame& frame) {
  if (!one.since) return "-";
  const double days = toSeconds(frame.until - *one.since) / 86400;
  return fmt::format("{} d, {:.0f} %", number(days), one.completeness * 100);
}

std::string moneyText(double perHour) {
  return signedNumber(perHour * kMonth);
}

std::string twinTable(std::span<const HistoryAdvice> advice, std::size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const HistoryAdvice& one : advice) {
    for (const HistoryAdvice::Twin& twin : one.twin)
      rows.push_back({printable(one.space + '/' + one.name), printable(twin.policy),
                      number(twin.podHours), number(twin.coreHours), number(twin.gibHours),
                      number(twin.slowWindows) + " %", number(twin.badRequests) + " %",
                      std::to_string(twin.changes)});
  }
  if (rows.empty()) return {};
  return '\n' + table({{"WHAT IF", Align::Left},
                       {"POLICY", Align::Left},
                       {"POD-HOURS"},
                       {"CORE-HOURS"},
                       {"GIB-HOURS"},
                       {"WINDOWS OVER"},
                       {"REQUESTS OVER"},
                       {"CHANGES"}},
                      rows, width);
}

// "by size -3.2 cores, -10 GiB, -81.5 a month"
std::string changeText(const HistoryChange& change, const HistoryFrame& frame) {
  std::string text =
      fmt::format("{} cores, {} GiB", signedNumber(change.cores), signedNumber(change.gib));
  if (frame.prices) text += fmt::format(", {} a month", moneyText(moneyOf(change, *frame.prices)));
  return text;
}

}  // namespace

HistoryChange changeBySize(const HistoryAdvice& one) {
  HistoryChange change;
  if (one.cpu && one.cpuRequest) change.cores = (one.cpu->target - *one.cpuRequest) * one.meanPods;
  if (one.memory && one.memoryRequest)
    change.gib = (one.memory->target - *one.memoryRequest) / kGib * one.meanPods;
  return change;
}

HistoryChange changeByReplicas(const HistoryAdvice& one) {
  if (!one.asked) return {};
  const double pods = one.asked->mean - one.meanPods;
  return {pods * one.cpuRequest.value_or(0), pods * one.memoryRequest.value_or(0) / kGib, pods};
}

void sortByWeight(std::vector<HistoryAdvice>& advice, const HistoryFrame& frame) {
  const Prices prices = pricesOf(frame);
  const auto key = [&](const HistoryAdvice& one) {
    return std::tuple(!one.since, -weightOf(one, prices), one.space, one.name, one.kind);
  };
  std::sort(advice.begin(), advice.end(),
            [&](const HistoryAdvice& a, const HistoryAdvice& b) { return key(a) < key(b); });
}

std::string historyTable(std::span<const HistoryAdvice> advice, const HistoryFrame& frame,
                         bool wide, std::size_t width) {
  std::vector<Column> columns{{"NAMESPACE", Align::Left},
                              {"WORKLOAD", Align::Left},
                              {"PODS"},
                              {"EVENKEEL"},
                              {"CPU"},
                              {"MEMORY"},
                              {"BY SIZE"},
                              {"BY PODS"},
                              {"KNOWN"}};
  if (wide) {
    for (const char* title : {"HAD", "USED", "HPA", "BOUNDS"}) columns.push_back({title});
    columns.push_back({"POLICY", Align::Left});
  }
  columns.push_back({"WHY", Align::Left});
  const auto changed = [&](const HistoryChange& change) {
    return frame.prices ? moneyText(moneyOf(change, *frame.prices))
                        : signedNumber(change.cores) + " / " + signedNumber(change.gib);
  };
  std::vector<std::vector<std::string>> rows;
  for (const HistoryAdvice& one : advice) {
    std::vector<std::string> row{printable(one.space),
                                 printable(workloadOf(one)),
                                 std::to_string(one.replicas),
                                 askedOf(one),
                                 sizeOf(one.cpuRequest, one.cpu, shortCores),
                                 sizeOf(one.memoryRequest, one.memory, shortBytes),
                                 changed(changeBySize(one)),
                                 one.asked ? changed(changeByReplicas(one)) : "-",
                                 knownOf(one, frame)};
    if (wide) {
      row.push_back(one.since ? fmt::format("{} to {}", number(one.meanPods), one.mostPods) : "-");
      row.push_back(one.since ? number(one.meanCores) + " to " + number(one.mostCores) : "-");
      row.push_back(one.autoscaler && one.autoscaler->desired
                        ? std::to_string(*one.autoscaler->desired)
                        : "-");
      row.push_back(one.autoscaler ? fmt::format("{} to {}", one.autoscaler->minReplicas,
                                                 one.autoscaler->maxReplicas)
                                   : "-");
      row.push_back(one.policy.empty() ? "-" : printable(one.policy));
    }
    row.push_back(printable(one.why));
    rows.push_back(std::move(row));
  }
  return table(columns, rows) + twinTable(advice, width);
}

std::string historySummary(std::span<const HistoryAdvice> advice, const HistoryFrame& frame,
                           std::size_t width) {
  HistoryChange size;
  HistoryChange replicas;
  std::int64_t sized = 0;
  std::int64_t played = 0;
  for (const HistoryAdvice& one : advice) {
    const HistoryChange bySize = changeBySize(one);
    const HistoryChange byReplicas = changeByReplicas(one);
    size.cores += bySize.cores;
    size.gib += bySize.gib;
    replicas.cores += byReplicas.cores;
    replicas.gib += byReplicas.gib;
    replicas.pods += byReplicas.pods;
    if (one.cpu && one.cpuRequest) ++sized;
    if (one.asked) ++played;
  }
  const auto line = [&](const std::string& text) { return wrap(text, width) + '\n'; };
  std::string text =
      line(fmt::format("{}, as {} tells, from {} to {}, every {}.",
                       count(static_cast<std::int64_t>(advice.size()), "workload"), frame.source,
                       timestampText(frame.from), timestampText(frame.until), span(frame.step)));
  text += line(fmt::format("Sizes of {} of them: {}, with as many pods as there were.", sized,
                           changeText(size, frame)));
  if (played > 0)
    text += line(fmt::format("Pods of {}: {} on average, {}, with sizes as they are.", played,
                             signedNumber(replicas.pods), changeText(replicas, frame)));
  for (const std::string& note : frame.notes) text += line("Not known: " + printable(note));
  text += line(
      "An estimate: what was used is taken as what was wanted. BY SIZE, BY PODS: change of what is "
      "asked for, " +
      std::string(frame.prices ? "in money a month" : "cores / GiB") +
      "; they do not add up. EVENKEEL: pods asked for half of the time, 95 % of it, at most.");
  return text + "Nothing was changed: this only looks.\n";
}

}  // namespace evenkeel::view
