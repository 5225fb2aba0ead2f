#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "view/history_advice.h"
#include "view/requests_cost.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;

Json orNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json orNull(const std::optional<HistoryAdvice::Size>& size) {
  if (!size) return {};
  return {{"lower", size->lower}, {"target", size->target}, {"upper", size->upper}};
}

Json changeJson(const HistoryChange& change, const HistoryFrame& frame) {
  Json out{{"cpu", change.cores}, {"memory", change.gib * kGib}, {"pods", change.pods}};
  if (frame.prices)
    out["costChangePerHour"] = requestsCost(change.cores, change.gib, *frame.prices);
  return out;
}

Json autoscalerJson(const HistoryAdvice& one) {
  if (!one.autoscaler) return {};
  return {{"minReplicas", one.autoscaler->minReplicas},
          {"maxReplicas", one.autoscaler->maxReplicas},
          {"desiredReplicas", one.autoscaler->desired ? Json(*one.autoscaler->desired) : Json()}};
}

Json historyOf(const HistoryAdvice& one) {
  if (!one.since) return {};
  return {{"since", timestampText(*one.since)}, {"completeness", one.completeness},
          {"meanPods", one.meanPods},           {"mostPods", one.mostPods},
          {"meanCores", one.meanCores},         {"mostCores", one.mostCores}};
}

Json askedJson(const HistoryAdvice& one) {
  if (!one.asked) return {};
  return {{"p50", one.asked->p50},           {"p95", one.asked->p95},
          {"most", one.asked->most},         {"mean", one.asked->mean},
          {"podHours", one.asked->podHours}, {"changes", one.asked->changes}};
}

Json twinJson(const HistoryAdvice& one) {
  Json all = Json::array();
  for (const HistoryAdvice::Twin& twin : one.twin)
    all.push_back({{"policy", twin.policy},
                   {"podHours", twin.podHours},
                   {"coreHours", twin.coreHours},
                   {"gibHours", twin.gibHours},
                   {"violatedWindowsPercent", twin.slowWindows},
                   {"badRequestsPercent", twin.badRequests},
                   {"changes", twin.changes}});
  return all;
}

Json workloadJson(const HistoryAdvice& one, const HistoryFrame& frame) {
  Json containers = Json::object();
  for (const auto& [name, container] : one.containers)
    containers[name] = {{"cpu", orNull(container.cpu)}, {"memory", orNull(container.memory)}};
  Json out{{"namespace", one.space},
           {"kind", one.kind},
           {"name", one.name},
           {"replicas", one.replicas},
           {"podCpuRequest", orNull(one.cpuRequest)},
           {"podMemoryRequest", orNull(one.memoryRequest)},
           {"autoscaler", autoscalerJson(one)},
           {"history", historyOf(one)},
           {"podCpu", orNull(one.cpu)},
           {"podMemory", orNull(one.memory)},
           {"containers", std::move(containers)},
           {"policy", one.policy},
           {"askedReplicas", askedJson(one)},
           {"reason", one.why},
           {"requestsChangeBySize", changeJson(changeBySize(one), frame)},
           {"requestsChangeByReplicas", changeJson(changeByReplicas(one), frame)}};
  if (!one.twin.empty()) out["whatIf"] = twinJson(one);
  return out;
}

}  // namespace

std::string historyJson(std::span<const HistoryAdvice> advice, const HistoryFrame& frame) {
  Json all = Json::array();
  for (const HistoryAdvice& one : advice) all.push_back(workloadJson(one, frame));
  constexpr int kFormat = 1;  // it rises where a reader of the old one would misread the new one
  Json document{{"version", kFormat},
                {"estimate", true},
                {"from", timestampText(frame.from)},
                {"until", timestampText(frame.until)},
                {"stepSeconds", toSeconds(frame.step)},
                {"source", frame.source},
                {"workloads", std::move(all)},
                {"unseen", frame.notes}};
  if (frame.prices)
    document["prices"] = {{"coreHour", frame.prices->coreHour}, {"gibHour", frame.prices->gibHour}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace evenkeel::view
