#include "policy/scaling/vpa_policy.h"

#include <algorithm>
#include <cmath>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "policy/scaling/vpa_memory.h"
#include "policy/scaling/vpa_recommender.h"
#include "policy/scaling/vpa_updater.h"

namespace evenkeel {
namespace {

vpa::UsageRules usageRules(const VpaParameters& parameters) {
  return {parameters.halfLife, parameters.memoryAggregationInterval, parameters.oomBumpUpRatio,
          parameters.oomMinBumpUp.asDouble()};
}

vpa::RecommenderRules recommenderRules(const VpaParameters& parameters) {
  return {parameters.targetPercentile / 100,
          parameters.lowerBoundPercentile / 100,
          parameters.upperBoundPercentile / 100,
          parameters.marginPercent / 100,
          parameters.confidenceInterval,
          {parameters.podMinCpu.asDouble(), parameters.podMinMemory.asDouble()}};
}

// New samples of a pod, oldest first.
template <class Use>
void forEachNew(const Window* window, std::optional<Instant> seen, Instant now, Use use) {
  if (window == nullptr) return;
  for (std::size_t i = 0; i < window->size(); ++i) {
    const Sample& sample = (*window)[i];
    if ((!seen || sample.time > *seen) && sample.time <= now) use(sample);
  }
}

bool killedForMemory(const PodState& pod) {
  return std::any_of(pod.containers.begin(), pod.containers.end(),
                     [](const ContainerState& container) { return container.lastKilledForMemory; });
}

std::int32_t restartsOf(const PodState& pod) {
  std::int32_t restarts = 0;
  for (const ContainerState& container : pod.containers)
    restarts = std::max(restarts, container.restarts);
  return restarts;
}

class VpaPolicy final : public Policy {
 public:
  explicit VpaPolicy(const VpaParameters& parameters)
      : mode_(parameters.mode),
        usageRules_(usageRules(parameters)),
        recommenderRules_(recommenderRules(parameters)),
        updateRules_{parameters.minChangePercent / 100, parameters.podLifetimeUpdateThreshold,
                     parameters.evictAfterOomThreshold} {
    const auto controls = [&](VpaResource resource) {
      return std::find(parameters.resources.begin(), parameters.resources.end(), resource) !=
             parameters.resources.end();
    };
    cpu_ = controls(VpaResource::Cpu);
    memory_ = controls(VpaResource::Memory);
    // CPU always: how sure a recommendation is, of memory too, goes by its samples.
    const auto needOf = [&](std::string_view metric, bool deciding) {
      needs_.metrics.push_back(
          {std::string(metric), MetricOf::Pod, {}, 2 * parameters.loop, deciding});
    };
    needOf(metric::kCpuUsage, cpu_);
    if (memory_) needOf(metric::kMemoryWorkingSet, true);
    needs_.mechanisms = {"resize"};
    needs_.period = parameters.loop;
  }

  std::string_view name() const override { return "vpa"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    if (snapshot.components.empty() || snapshot.application == nullptr)
      return PolicyAnswer{{}, state};
    const ComponentView& component = snapshot.components.front();
    PolicyAnswer answer;
    auto memory = vpa::decode(state, usageRules_);
    if (!memory) {
      answer.decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
      memory = vpa::PolicyMemory(usageRules_);
    }
    learn(component, snapshot.now, *memory);
    recommend(component, snapshot.now, *memory, answer.decision);
    answer.state = vpa::encode(*memory);
    return answer;
  }

 private:
  void learn(const ComponentView& component, Instant now, vpa::PolicyMemory& memory) const {
    const Resources& asked = component.state->podRequests;
    std::optional<Instant> newest = memory.seen;
    std::vector<vpa::PodMemory> pods;
    pods.reserve(component.pods.size());
    for (const PodView& view : component.pods) {
      const vpa::PodMemory* known = vpa::find(memory.pods, view.id);
      vpa::PodMemory& pod = pods.emplace_back(known != nullptr ? *known : vpa::PodMemory{});
      pod.id = view.id;
      forEachNew(view.metrics[0], memory.seen, now, [&](const Sample& sample) {
        memory.usage.addCpu(sample.value, asked.cpu.asDouble(), sample.time);
        newest = std::max(newest.value_or(sample.time), sample.time);
      });
      const Window* bytes = memory_ ? view.metrics[1] : nullptr;
      forEachNew(bytes, memory.seen, now, [&](const Sample& sample) {
        memory.usage.apply(vpa::addMemorySample(pod.peak, sample.value, sample.time, usageRules_));
        newest = std::max(newest.value_or(sample.time), sample.time);
      });
      if (!pod.started) pod.started = view.state->started;
      if (const std::int32_t restarts = restartsOf(*view.state); restarts > pod.restarts) {
        pod.restarts = restarts;
        if (killedForMemory(*view.state)) {
          memory.usage.apply(
              vpa::addOutOfMemory(pod.peak, asked.memory.asDouble(), now, usageRules_));
          pod.ranUntilOom = now - pod.started.value_or(now);
        }
        pod.started = now;
      }
    }
    std::sort(pods.begin(), pods.end(),
              [](const vpa::PodMemory& a, const vpa::PodMemory& b) { return a.id < b.id; });
    memory.seen = newest;
    memory.pods = std::move(pods);
  }

  void recommend(const ComponentView& component, Instant now, vpa::PolicyMemory& memory,
                 Decision& decision) const {
    vpa::Recommendation wanted = vpa::recommend(memory.usage, recommenderRules_);
    const vpa::Allowed allowed = allowedBy(*component.description);
    for (vpa::Amounts* amounts : {&wanted.lower, &wanted.target, &wanted.upper})
      *amounts = vpa::capped(*amounts, allowed);
    const Resources& asked = component.state->podRequests;
    const bool cpu = cpu_ && !memory.usage.cpu.empty();
    const bool bytes = memory_ && !memory.usage.memory.empty();
    if (cpu)
      decision.reasons.push_back({"vpa-recommendation",
                                  std::string(metric::kCpuUsage),
                                  asked.cpu.asDouble(),
                                  wanted.target.cpu,
                                  {}});
    if (bytes)
      decision.reasons.push_back({"vpa-recommendation",
                                  std::string(metric::kMemoryWorkingSet),
                                  asked.memory.asDouble(),
                                  wanted.target.memory,
                                  {}});
    if (memory.usage.first)
      decision.reasons.push_back({"vpa-history",
                                  "history_seconds",
                                  toSeconds(*memory.usage.last - *memory.usage.first),
                                  toSeconds(recommenderRules_.confidenceInterval),
                                  {}});
    if (mode_ == VpaMode::Off) return;
    std::vector<std::vector<vpa::ResourceState>> resources;
    if (cpu)
      resources.push_back(
          {stateOf(asked.cpu.asDouble(), wanted.lower.cpu, wanted.target.cpu, wanted.upper.cpu)});
    if (bytes)
      resources.push_back({stateOf(asked.memory.asDouble(), wanted.lower.memory,
                                   wanted.target.memory, wanted.upper.memory)});
    if (!isDue(component, now, vpa::updatePriority(resources), memory)) return;

    Action action{"resize", component.id, {}, {}, component.generation};
    if (cpu)
      action.settings.push_back({std::string(knob::kCpu), Quantity::fromDouble(wanted.target.cpu)});
    if (bytes)
      action.settings.push_back(
          {std::string(knob::kMemory),
           Quantity::units(static_cast<std::int64_t>(std::ceil(wanted.target.memory)))});
    for (vpa::PodMemory& pod : memory.pods) pod.ranUntilOom.reset();
    decision.actions.push_back(std::move(action));
  }

  static vpa::ResourceState stateOf(double asked, double lower, double target, double upper) {
    constexpr double kMilli = 1000;
    return {asked * kMilli, target * kMilli, lower * kMilli, upper * kMilli};
  }

  bool isDue(const ComponentView& component, Instant now, const vpa::UpdatePriority& priority,
             const vpa::PolicyMemory& memory) const {
    return std::any_of(component.pods.begin(), component.pods.end(), [&](const PodView& view) {
      std::optional<Duration> age;
      if (view.state->started) age = now - *view.state->started;
      return vpa::isUpdateDue(priority, age, vpa::find(memory.pods, view.id)->ranUntilOom,
                              updateRules_);
    });
  }

  static vpa::Allowed allowedBy(const Component& component) {
    if (!component.resourceBounds) return {};
    const auto& [minimum, maximum] = *component.resourceBounds;
    return {minimum.cpu.asDouble(), minimum.memory.asDouble(), maximum.cpu.asDouble(),
            maximum.memory.asDouble()};
  }

  VpaMode mode_;
  bool cpu_ = true;
  bool memory_ = true;
  vpa::UsageRules usageRules_;
  vpa::RecommenderRules recommenderRules_;
  vpa::UpdateRules updateRules_;
  PolicyNeeds needs_;
};

}  // namespace

const Schema<VpaParameters>& vpaSchema() {
  using namespace schema;
  const NumberRules percent{.minimum = 0, .maximum = 100};
  const DurationRules span{.minimum = std::chrono::minutes(1), .maximum = std::chrono::hours(2400)};
  static const Schema<VpaParameters> schema =
      Record<VpaParameters>("The Kubernetes VerticalPodAutoscaler, applied in place.")
          .field("mode", &VpaParameters::mode,
                 enumeration<VpaMode>({{"Off", VpaMode::Off}, {"InPlace", VpaMode::InPlace}}),
                 "Off: it only says what it would recommend.")
          .field("resources", &VpaParameters::resources,
                 list(enumeration<VpaResource>(
                          {{"cpu", VpaResource::Cpu}, {"memory", VpaResource::Memory}}),
                      {.minimum = 1, .unique = true}),
                 "What it sets.")
          .field("targetPercentile", &VpaParameters::targetPercentile, number(percent),
                 "Of what was used: what is asked for.", {.unit = "%"})
          .field("lowerBoundPercentile", &VpaParameters::lowerBoundPercentile, number(percent),
                 "Of what was used: less than this is too little.", {.unit = "%"})
          .field("upperBoundPercentile", &VpaParameters::upperBoundPercentile, number(percent),
                 "Of what was used: more than this is too much.", {.unit = "%"})
          .field("marginPercent", &VpaParameters::marginPercent,
                 number({.minimum = 0, .maximum = 1000}), "On top of each of them.", {.unit = "%"})
          .field("halfLife", &VpaParameters::halfLife, duration(span),
                 "A sample that is older by this counts half.")
          .field("memoryAggregationInterval", &VpaParameters::memoryAggregationInterval,
                 duration(span), "The highest use of memory in each such time counts.")
          .field("confidenceInterval", &VpaParameters::confidenceInterval, duration(span),
                 "After so much history the bounds are as tight as their percentiles.")
          .field("oomBumpUpRatio", &VpaParameters::oomBumpUpRatio,
                 number({.minimum = 1, .maximum = 100}),
                 "A container killed for memory is taken to have used so many times what it had.")
          .field("oomMinBumpUp", &VpaParameters::oomMinBumpUp, quantity({.binary = true}),
                 "And at least so much more.", {.unit = "bytes"})
          .field("podMinCpu", &VpaParameters::podMinCpu, quantity({}), "Never less for a pod.",
                 {.unit = "cores"})
          .field("podMinMemory", &VpaParameters::podMinMemory, quantity({.binary = true}),
                 "Never less for a pod.", {.unit = "bytes"})
          .field("minChangePercent", &VpaParameters::minChangePercent,
                 number({.minimum = 0, .maximum = 1000}),
                 "Within the bounds only a change of this share is worth while.", {.unit = "%"})
          .field("podLifetimeUpdateThreshold", &VpaParameters::podLifetimeUpdateThreshold,
                 duration({.maximum = std::chrono::hours(2400)}),
                 "And only of pods that are this old.")
          .field("evictAfterOomThreshold", &VpaParameters::evictAfterOomThreshold,
                 duration({.maximum = std::chrono::hours(24)}),
                 "Killed for memory sooner than this after its start, a pod is due at once.")
          .field("loop", &VpaParameters::loop,
                 duration({.minimum = 1s, .maximum = std::chrono::hours(24)}),
                 "Decisions come at multiples of it.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeVpaPolicy(const VpaParameters& parameters) {
  if (parameters.lowerBoundPercentile > parameters.targetPercentile ||
      parameters.targetPercentile > parameters.upperBoundPercentile) {
    return fail(ErrorKind::Invalid, "vpa", "the percentiles are not in order",
                "lowerBoundPercentile <= targetPercentile <= upperBoundPercentile");
  }
  return std::make_unique<VpaPolicy>(parameters);
}

}  // namespace evenkeel
