#include <nlohmann/json.hpp>

#include "view/advice.h"
#include "view/yaml_text.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;

Json sizeOf(const PodSize& size) {
  return {{"cpu", size.cores}, {"memory", size.bytes}};
}

Json orNull(const std::optional<std::int32_t>& count) {
  return count ? Json(*count) : Json();
}

Json documentOf(const Advice::Autoscaler& scaler) {
  return {{"name", scaler.name},
          {"minReplicas", scaler.minReplicas},
          {"maxReplicas", scaler.maxReplicas},
          {"desiredReplicas", scaler.desired},
          {"reason", scaler.why},
          {"owner", scaler.owner}};
}

Json documentOf(const Advice::VerticalAutoscaler& scaler) {
  Json containers = Json::array();
  for (const auto& one : scaler.containers)
    containers.push_back({{"name", one.name},
                          {"lowerBound", sizeOf(one.lower)},
                          {"target", sizeOf(one.target)},
                          {"upperBound", sizeOf(one.upper)}});
  return {{"name", scaler.name},
          {"mode", scaler.mode},
          {"containers", std::move(containers)},
          {"reason", scaler.why}};
}

Json documentOf(const Advice::Sizing& sizing) {
  Json document{{"cpu", nullptr}, {"memory", nullptr}};
  if (sizing.pod) document = sizeOf(*sizing.pod);
  document["knownSeconds"] = sizing.known;
  document["enoughSeconds"] = sizing.enough;
  document["sure"] = sizing.isSure();
  return document;
}

Json documentOf(const Advice& one, const std::optional<Prices>& prices) {
  Json document{
      {"namespace", one.space},
      {"kind", one.kind},
      {"name", one.name},
      {"replicas", one.replicas},
      {"readyReplicas", one.ready},
      {"podCpuRequest", one.podCores},
      {"podMemoryRequest", one.podBytes},
      {"autoscaler", one.autoscaler ? documentOf(*one.autoscaler) : Json()},
      {"verticalAutoscaler", one.vertical ? documentOf(*one.vertical) : Json()},
      {"policy", one.policy},
      {"recommendedReplicas", orNull(one.wanted)},
      {"laterReplicas", orNull(one.later)},
      {"recommendedSize", one.sizing ? documentOf(*one.sizing) : Json()},
      {"figures", one.figures
                      ? Json{{"pods", one.figures->pods}, {"knownSeconds", one.figures->lasting}}
                      : Json()},
      {"reason", one.why},
      {"guardrail", one.held},
      {"limited", one.fitting
                      ? Json{{"reason", "CapacityLimited"}, {"fittingReplicas", *one.fitting}}
                      : Json()},
      {"requestsChange", sizeOf(requestsChange(one))},
      {"notes", one.notes}};
  if (prices) document["costChangePerHour"] = costChange(one, *prices);
  return document;
}

// Of the format: it rises where a reader of the old one would misread the new one.
constexpr int kFormat = 1;

Json documentOf(std::span<const Advice> advice, std::span<const std::string> unseen,
                const std::optional<Prices>& prices) {
  Json all = Json::array();
  for (const Advice& one : advice) all.push_back(documentOf(one, prices));
  Json document{{"version", kFormat},
                {"workloads", std::move(all)},
                {"unseen", std::vector<std::string>(unseen.begin(), unseen.end())}};
  if (prices) document["prices"] = {{"coreHour", prices->coreHour}, {"gibHour", prices->gibHour}};
  return document;
}

}  // namespace

std::string adviceJson(std::span<const Advice> advice, std::span<const std::string> unseen,
                       const std::optional<Prices>& prices) {
  return documentOf(advice, unseen, prices).dump(2, ' ', false, Json::error_handler_t::replace) +
         '\n';
}

std::string adviceYaml(std::span<const Advice> advice, std::span<const std::string> unseen,
                       const std::optional<Prices>& prices) {
  return yamlText(adviceJson(advice, unseen, prices));
}

}  // namespace evenkeel::view
