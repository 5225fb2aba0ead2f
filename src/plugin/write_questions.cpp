#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "model/mechanism_names.h"
#include "plugin/names.h"
#include "plugin/protocol.h"

namespace evenkeel::plugin {
namespace {

using Json = nlohmann::ordered_json;

double secondsOf(Instant time) {
  return toSeconds(time.time_since_epoch());
}

double number(Quantity quantity) {
  return quantity.asDouble();
}

Json write(const Resources& resources) {
  return {{"cpu", number(resources.cpu)}, {"memory", number(resources.memory)}};
}

// Samples, the oldest first; null: nobody measures this, or not of this kind of asset.
Json write(std::span<const Window* const> metrics) {
  Json series = Json::array();
  for (const Window* window : metrics) {
    if (window == nullptr) {
      series.push_back(nullptr);
      continue;
    }
    Json samples = Json::array();
    for (std::size_t i = 0; i < window->size(); ++i) {
      const Sample& sample = (*window)[i];
      samples.push_back({{"timeSeconds", secondsOf(sample.time)}, {"value", sample.value}});
    }
    series.push_back(std::move(samples));
  }
  return series;
}

Json write(const PodView& pod) {
  const PodState& state = *pod.state;
  return {{"id", pod.id.value},
          {"name", *pod.name},
          {"node", pod.node ? Json(pod.node.value) : Json()},
          {"phase", nameOf(state.phase)},
          {"ready", state.ready.value_or(false)},
          {"deleting", state.deleting},
          {"unschedulable", state.unschedulable},
          {"startedSeconds", state.started ? Json(secondsOf(*state.started)) : Json()},
          {"metrics", write(pod.metrics)}};
}

Json write(const KnobCapability& knob) {
  return {{"mechanism", knob.mechanism},
          {"knob", knob.knob},
          {"unit", knob.unit},
          {"minimum", number(knob.minimum)},
          {"maximum", number(knob.maximum)},
          {"step", number(knob.step)},
          {"current", number(knob.current)},
          {"safeValue", knob.safeValue ? Json(number(*knob.safeValue)) : Json()},
          {"safe", nameOf(knob.safe)}};
}

template <class T>
Json listOf(std::span<const T> items, Json (*writeItem)(const T&)) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(writeItem(item));
  return list;
}

Json write(const ComponentView& component) {
  const ComponentState& state = *component.state;
  const ScalingBounds& bounds = component.description->scaling;
  return {{"id", component.id.value},
          {"name", component.description->name},
          {"optional", component.description->optional},
          {"minReplicas", bounds.minReplicas},
          {"maxReplicas", bounds.maxReplicas},
          {"replicas", state.replicas},
          {"existingReplicas", state.statusReplicas},
          {"readyReplicas", state.readyReplicas},
          {"enabled", state.enabled},
          {"rollout", state.rollout},
          {"podRequests", write(state.podRequests)},
          {"podLimits", state.podLimits ? write(*state.podLimits) : Json()},
          {"capabilities", listOf(component.capabilities, write)},
          {"metrics", write(component.metrics)},
          {"pods", listOf(component.pods, write)}};
}

Json write(const Target& target) {
  return {{"name", target.name},
          {"metric", nameOf(target.metric)},
          {"statistic", nameOf(target.statistic)},
          {"relation", nameOf(target.relation)},
          {"value", target.value},
          {"weight", target.weight},
          {"windowSeconds", toSeconds(target.window)}};
}

Json write(const Application* application, std::span<const Target> targets) {
  if (application == nullptr) return nullptr;
  Json permitted = Json::array();
  for (const MechanismName& mechanism : kMechanismNames)
    for (const PermittedAction action : application->permittedActions)
      if (action == mechanism.action) permitted.push_back(mechanism.name);
  return {{"name", application->name},
          {"targets", listOf(targets, write)},
          {"permittedActions", std::move(permitted)},
          {"costWeight", application->weights.cost},
          {"energyWeight", application->weights.energy}};
}

Json write(const Action& action) {
  Json settings = Json::object();
  for (const Setting& setting : action.settings) settings[setting.knob] = number(setting.value);
  return {{"mechanism", action.mechanism},
          {"asset", action.asset.value},
          {"settings", std::move(settings)},
          {"after", action.after}};
}

Json write(const Plan* plan) {
  if (plan == nullptr) return nullptr;
  return {{"id", plan->id.value},
          {"decidedSeconds", secondsOf(plan->decided)},
          {"actions", listOf(std::span<const Action>(plan->actions), write)}};
}

Json write(const Outcome& outcome) {
  return {{"plan", outcome.action.plan.value},
          {"action", outcome.action.index},
          {"kind", nameOf(outcome.kind)},
          {"timeSeconds", secondsOf(outcome.time)},
          {"detail", outcome.detail}};
}

// On one line; broken UTF-8 in a name becomes U+FFFD.
std::string line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json valueOf(const std::string& text) {
  Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_number() || parsed.is_boolean() ? parsed : Json(text);
}

}  // namespace

std::string declareMessage(const Parameters& parameters) {
  Json given = Json::object();
  for (const auto& [name, value] : parameters) given[name] = valueOf(value);
  return line(
      Json{{"version", kProtocolVersion}, {"type", "declare"}, {"parameters", std::move(given)}});
}

std::string snapshotText(const Snapshot& snapshot) {
  return line(Json{{"nowSeconds", secondsOf(snapshot.now)},
                   {"wallTime", timestampText(snapshot.wall)},
                   {"sampleIntervalSeconds", toSeconds(snapshot.sampleInterval)},
                   {"level", nameOf(snapshot.scope.level)},
                   {"asset", snapshot.scope.asset.value},
                   {"application", write(snapshot.application, snapshot.targets)},
                   {"components", listOf(snapshot.components, write)},
                   {"currentPlan", write(snapshot.currentPlan)},
                   {"outcomes", listOf(snapshot.outcomes, write)}});
}

bool isReadable(const PolicyState& state) {
  return state.bytes.empty() ||
         (state.version == kProtocolVersion && state.bytes.find('\n') == std::string::npos &&
          Json::accept(state.bytes));
}

std::string questionMessage(Question question, const std::string& snapshot,
                            const PolicyState& state, std::uint64_t seed) {
  const bool none = state.bytes.empty() || !isReadable(state);
  return fmt::format(R"({{"version":{},"type":"{}","seed":{},"state":{},"snapshot":{}}})",
                     kProtocolVersion, question == Question::Analyze ? "analyze" : "plan", seed,
                     none ? "null" : state.bytes, snapshot);
}

}  // namespace evenkeel::plugin
