#include "view/advice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "view/figures.h"
#include "view/requests_cost.h"
#include "view/table.h"
#include "view/text_layout.h"
#include "view/words.h"

namespace evenkeel::view {
namespace {

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

std::string sizeText(const PodSize& size) {
  return size.cores == 0 && size.bytes == 0
             ? "-"
             : fmt::format("{:.3g} / {}", size.cores, bytes(size.bytes));
}

std::string verticalOf(const Advice& one) {
  if (!one.vertical) return "-";
  const std::string size = one.vertical->containers.empty()
                               ? one.vertical->why.empty() ? "?" : "? " + one.vertical->why
                               : sizeText(one.vertical->target());
  return fmt::format("{} ({})", size, one.vertical->mode);
}

std::string sizingOf(const Advice& one) {
  if (!one.sizing) return "-";
  if (!one.sizing->pod) return "?";
  const std::string size = sizeText(*one.sizing->pod);
  if (one.sizing->isSure()) return size;
  return fmt::format("{} (known for {} of {})", size, seconds(one.sizing->known),
                     seconds(one.sizing->enough));
}

std::string knownOf(const Advice& one) {
  if (!one.figures) return "-";
  const std::string lasting = seconds(one.figures->lasting);
  return one.figures->pods == 0 ? lasting
                                : fmt::format("{}, {}", count(one.figures->pods, "pod"), lasting);
}

std::string reasonOf(const Advice& one) {
  if (!one.fitting) return one.why;
  return fmt::format("CapacityLimited: room for {}; {}", count(*one.fitting, "pod"), one.why);
}

std::string autoscalerSays(const Advice& one) {
  if (!one.autoscaler) return "-";
  return one.autoscaler->owner.empty()
             ? one.autoscaler->why
             : fmt::format("{} (of {})", one.autoscaler->why, one.autoscaler->owner);
}

}  // namespace

std::string workloadName(const Advice& advice) {
  return kindWord(advice.kind) + '/' + advice.name;
}

std::string adviceTable(std::span<const Advice> advice, bool wide, std::size_t width,
                        const std::optional<Prices>& prices) {
  std::vector<Column> columns{{"NAMESPACE", Align::Left}, {"WORKLOAD", Align::Left},
                              {"PODS", Align::Right},     {"READY", Align::Right},
                              {"HPA", Align::Right},      {"EVENKEEL", Align::Right}};
  if (prices) columns.push_back({"COST/H", Align::Right});
  if (wide) {
    columns.push_back({"CORES", Align::Right});
    columns.push_back({"GIB", Align::Right});
    columns.push_back({"SIZE", Align::Left});
    columns.push_back({"VPA", Align::Left});
    columns.push_back({"OUR SIZE", Align::Left});
    columns.push_back({"BOUNDS", Align::Left});
    columns.push_back({"POLICY", Align::Left});
    columns.push_back({"HPA SAYS", Align::Left});
    columns.push_back({"KNOWN", Align::Left});
    columns.push_back({"GUARDRAIL", Align::Left});
    columns.push_back({"NOTES", Align::Left});
  }
  columns.push_back({"WHY", Align::Left});
  std::vector<std::vector<std::string>> rows;
  for (const Advice& one : advice) {
    std::vector<std::string> row{printable(one.space),
                                 printable(workloadName(one)),
                                 std::to_string(one.replicas),
                                 std::to_string(one.ready),
                                 autoscalerOf(one),
                                 wantedOf(one)};
    const PodSize change = requestsChange(one);
    if (prices) row.push_back(fmt::format("{:+.3g}", costChange(one, *prices)));
    if (wide) {
      row.push_back(fmt::format("{:+.3g}", change.cores));
      row.push_back(fmt::format("{:+.3g}", change.bytes / kGib));
      row.push_back(sizeText({one.podCores, one.podBytes}));
      row.push_back(printable(verticalOf(one)));
      row.push_back(sizingOf(one));
      row.push_back(one.autoscaler ? fmt::format("{} to {}", one.autoscaler->minReplicas,
                                                 one.autoscaler->maxReplicas)
                                   : "-");
      row.push_back(one.policy.empty() ? "-" : printable(one.policy));
      row.push_back(printable(autoscalerSays(one)));
      row.push_back(knownOf(one));
      row.push_back(one.held.empty() ? "-" : printable(one.held));
      row.push_back(one.notes.empty() ? "-"
                                      : printable(fmt::format("{}", fmt::join(one.notes, "; "))));
    }
    row.push_back(printable(reasonOf(one)));
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

std::string adviceSummary(std::span<const Advice> advice, const std::optional<Prices>& prices) {
  std::int64_t changed = 0;
  std::int64_t pods = 0;
  std::int64_t decided = 0;
  PodSize requests;
  double cost = 0;
  for (const Advice& one : advice) {
    if (one.wanted) ++decided;
    if (!isChanged(one)) continue;
    ++changed;
    pods += changeOf(one);
    const PodSize change = requestsChange(one);
    requests.cores += change.cores;
    requests.bytes += change.bytes;
    if (prices) cost += costChange(one, *prices);
  }
  std::string text =
      fmt::format("{}: {} would be changed",
                  count(static_cast<std::int64_t>(advice.size()), "workload"), changed);
  if (changed > 0)
    text += fmt::format(", {:+} pods, {:+.3g} cores and {:+.3g} GiB requested", pods,
                        requests.cores, requests.bytes / kGib);
  if (prices)
    text += fmt::format(", {:+.3g} an hour at {:.3g} for a core-hour and {:.3g} for a GiB-hour",
                        cost, prices->coreHour, prices->gibHour);
  const std::int64_t without = static_cast<std::int64_t>(advice.size()) - decided;
  if (without > 0) text += fmt::format("; for {} nobody decides or it is not known", without);
  return text;
}

}  // namespace evenkeel::view
