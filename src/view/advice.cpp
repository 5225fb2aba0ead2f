#include "view/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "view/figures.h"
#include "view/table.h"
#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

int groupOf(const Advice& one) {
  if (changeOf(one) != 0) return 0;
  return one.wanted || one.policy.empty() ? 2 : 1;
}

std::string workloadOf(const Advice& one) {
  std::string kind = one.kind;
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return kind + '/' + one.name;
}

std::string wantedOf(const Advice& one) {
  if (one.policy.empty()) return "-";
  if (!one.wanted) return "?";
  const std::int32_t change = changeOf(one);
  if (one.later) return fmt::format("{}, then {} ({:+})", *one.wanted, *one.later, change);
  return change == 0 ? std::to_string(*one.wanted) : fmt::format("{} ({:+})", *one.wanted, change);
}

std::string autoscalerOf(const Advice& one) {
  return one.autoscaler ? std::to_string(one.autoscaler->desired) : "-";
}

}  // namespace

std::int32_t changeOf(const Advice& advice) {
  const auto wanted = advice.later ? advice.later : advice.wanted;
  return wanted ? *wanted - advice.replicas : 0;
}

void sortByWeight(std::vector<Advice>& advice) {
  const auto key = [](const Advice& one) {
    const double cores = std::abs(changeOf(one)) * one.podCores;
    return std::tuple(groupOf(one), -cores, -std::abs(changeOf(one)), one.space, one.name,
                      one.kind);
  };
  std::sort(advice.begin(), advice.end(),
            [&](const Advice& a, const Advice& b) { return key(a) < key(b); });
}

std::string adviceTable(std::span<const Advice> advice, bool wide, std::size_t width) {
  std::vector<Column> columns{{"NAMESPACE", Align::Left}, {"WORKLOAD", Align::Left},
                              {"PODS", Align::Right},     {"READY", Align::Right},
                              {"HPA", Align::Right},      {"EVENKEEL", Align::Right}};
  if (wide) {
    columns.push_back({"BOUNDS", Align::Left});
    columns.push_back({"POLICY", Align::Left});
    columns.push_back({"HPA SAYS", Align::Left});
    columns.push_back({"GUARDRAIL", Align::Left});
  }
  columns.push_back({"WHY", Align::Left});
  std::vector<std::vector<std::string>> rows;
  for (const Advice& one : advice) {
    std::vector<std::string> row{
        printable(one.space),      printable(workloadOf(one)), std::to_string(one.replicas),
        std::to_string(one.ready), autoscalerOf(one),          wantedOf(one)};
    if (wide) {
      row.push_back(one.autoscaler ? fmt::format("{} to {}", one.autoscaler->minReplicas,
                                                 one.autoscaler->maxReplicas)
                                   : "-");
      row.push_back(one.policy.empty() ? "-" : printable(one.policy));
      row.push_back(one.autoscaler ? printable(one.autoscaler->why) : "-");
      row.push_back(one.held.empty() ? "-" : printable(one.held));
    }
    row.push_back(printable(one.why));
    rows.push_back(std::move(row));
  }
  if (wide) return table(columns, rows);
  // The reasons take what room there is.
  std::size_t taken = 0;
  for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
    std::size_t widest = view::columns(columns[c].title);
    for (const auto& row : rows) widest = std::max(widest, view::columns(row[c]));
    taken += widest + 2;
  }
  constexpr std::size_t kLeast = 20;
  const std::size_t room = width > taken + kLeast ? width - taken : kLeast;
  for (auto& row : rows) {
    if (view::columns(row.back()) > room) row.back() = fit(row.back(), room);
  }
  return table(columns, rows);
}

std::string adviceJson(std::span<const Advice> advice, std::span<const std::string> unseen) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (const Advice& one : advice) {
    Json autoscaler;
    if (one.autoscaler)
      autoscaler = {{"name", one.autoscaler->name},
                    {"minReplicas", one.autoscaler->minReplicas},
                    {"maxReplicas", one.autoscaler->maxReplicas},
                    {"desiredReplicas", one.autoscaler->desired},
                    {"reason", one.autoscaler->why}};
    const auto orNull = [](const std::optional<std::int32_t>& count) {
      return count ? Json(*count) : Json();
    };
    all.push_back({{"namespace", one.space},
                   {"kind", one.kind},
                   {"name", one.name},
                   {"replicas", one.replicas},
                   {"readyReplicas", one.ready},
                   {"podCpuRequest", one.podCores},
                   {"autoscaler", std::move(autoscaler)},
                   {"policy", one.policy},
                   {"recommendedReplicas", orNull(one.wanted)},
                   {"laterReplicas", orNull(one.later)},
                   {"reason", one.why},
                   {"guardrail", one.held}});
  }
  const Json document{{"workloads", std::move(all)},
                      {"unseen", std::vector<std::string>(unseen.begin(), unseen.end())}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string adviceSummary(std::span<const Advice> advice) {
  std::int64_t changed = 0;
  std::int64_t pods = 0;
  double cores = 0;
  std::int64_t decided = 0;
  for (const Advice& one : advice) {
    if (one.wanted) ++decided;
    if (changeOf(one) == 0) continue;
    ++changed;
    pods += changeOf(one);
    cores += changeOf(one) * one.podCores;
  }
  std::string text =
      fmt::format("{}: {} would be changed",
                  count(static_cast<std::int64_t>(advice.size()), "workload"), changed);
  if (changed > 0) text += fmt::format(", {:+} pods, {:+.3g} cores requested", pods, cores);
  const std::int64_t without = static_cast<std::int64_t>(advice.size()) - decided;
  if (without > 0) text += fmt::format("; for {} nobody decides or it is not known", without);
  return text;
}

}  // namespace evenkeel::view
