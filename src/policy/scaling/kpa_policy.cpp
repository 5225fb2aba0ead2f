#include "policy/scaling/kpa_policy.h"

#include <algorithm>
#include <cmath>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "policy/scaling/kpa_decider.h"
#include "policy/scaling/kpa_memory.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

double capacityOf(const KpaParameters& parameters) {
  return parameters.target.value_or(parameters.metric == KpaMetric::Rps ? 200 : 100);
}

kpa::Settings settingsOf(const KpaParameters& parameters) {
  kpa::Settings settings;
  settings.capacity = capacityOf(parameters);
  settings.target = settings.capacity * parameters.targetUtilization / 100;
  settings.panicThreshold = parameters.panicThreshold / 100;
  settings.maxScaleUpRate = parameters.maxScaleUpRate;
  settings.maxScaleDownRate = parameters.maxScaleDownRate;
  settings.stableWindow = parameters.stableWindow;
  settings.scaleDownDelay = parameters.scaleDownDelay;
  settings.activationScale = parameters.activationScale;
  settings.targetBurstCapacity = parameters.targetBurstCapacity;
  return settings;
}

void explain(const kpa::Answer& answer, const kpa::Observed& observed, double target,
             const std::string& metric, std::vector<Reason>& reasons) {
  const bool panic = answer.panicking && answer.panicPods >= answer.stablePods;
  const double load = panic ? observed.panic : observed.stable;
  const std::int32_t pods = panic ? answer.panicPods : answer.stablePods;
  reasons.push_back({panic ? "kpa-panic" : "kpa-stable", metric,
                     load / std::max(1, observed.readyPods), target, pods});
  if (pods != std::ceil(load / target)) reasons.push_back({"kpa-rate-limit", {}, {}, {}, pods});
  if (answer.panicking && answer.pods > std::max(answer.stablePods, answer.panicPods))
    reasons.push_back({"kpa-no-way-down-in-panic", {}, {}, {}, answer.pods});
  if (!answer.panicking && answer.pods > answer.stablePods)
    reasons.push_back({"kpa-scale-down-delay", {}, {}, {}, answer.pods});
  if (answer.excessBurstCapacity < 0)
    reasons.push_back({"kpa-activator-in-path", metric, answer.excessBurstCapacity, {}, {}});
}

class KpaPolicy final : public Policy {
 public:
  explicit KpaPolicy(const KpaParameters& parameters)
      : settings_(settingsOf(parameters)),
        panicWindow_(
            fromSeconds(toSeconds(parameters.stableWindow) * parameters.panicWindow / 100)),
        grace_(parameters.scaleToZeroGracePeriod) {
    const std::string_view load =
        parameters.metric == KpaMetric::Rps ? metric::kRequestRate : metric::kActiveRequests;
    needs_.metrics = {{std::string(load), MetricOf::Component, {}, parameters.stableWindow, true}};
    needs_.mechanisms = {"scale"};
    needs_.period = parameters.tick;
  }

  std::string_view name() const override { return "kpa"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    if (snapshot.components.empty() || snapshot.application == nullptr)
      return PolicyAnswer{{}, state};
    const ComponentView& component = snapshot.components.front();
    const std::string& metric = needs_.metrics.front().metric;
    const auto observed = observe(snapshot, component);
    if (!observed)
      return fail(ErrorKind::Unavailable, "kpa", "no sample of " + metric + " to decide on");

    PolicyAnswer answer;
    kpa::PolicyMemory memory = remembered(state, observed->readyPods, snapshot.now, answer);
    const kpa::Answer decided = kpa::decide(settings_, *observed, snapshot.now, memory.decider);
    explain(decided, *observed, settings_.target, metric, answer.decision.reasons);
    const std::int32_t wanted =
        withinBounds(decided.pods, component, snapshot.now, memory, answer.decision.reasons);
    answer.decision.actions.push_back(scaleTo(component, wanted));
    answer.state = kpa::encode(memory);
    return answer;
  }

 private:
  std::optional<kpa::Observed> observe(const Snapshot& snapshot,
                                       const ComponentView& component) const {
    const Window* load = component.metrics.front();
    if (load == nullptr) return std::nullopt;
    const auto* newest = load->fresh(snapshot.now, snapshot.application->guardrails.maxSampleAge);
    if (newest == nullptr) return std::nullopt;
    return kpa::Observed{std::max(component.state->readyReplicas, 0),
                         load->mean(snapshot.now - settings_.stableWindow).value_or(newest->value),
                         load->mean(snapshot.now - panicWindow_).value_or(newest->value)};
  }

  static kpa::PolicyMemory remembered(const PolicyState& state, std::int32_t readyPods, Instant now,
                                      PolicyAnswer& answer) {
    if (!state.bytes.empty()) {
      if (auto memory = kpa::decode(state, now)) return *std::move(memory);
      answer.decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
    }
    return {kpa::begin(readyPods, now), {}};
  }

  // The last pod stays for a while after none is wanted.
  std::int32_t withinBounds(std::int32_t pods, const ComponentView& component, Instant now,
                            kpa::PolicyMemory& memory, std::vector<Reason>& reasons) const {
    const ScalingBounds& bounds = component.description->scaling;
    const std::int32_t wanted = std::max(bounds.minReplicas, std::min(pods, bounds.maxReplicas));
    if (wanted > 0 || component.state->replicas == 0) {
      memory.idleSince.reset();
      return wanted;
    }
    if (!memory.idleSince) memory.idleSince = now;
    if (now - *memory.idleSince >= grace_) return 0;
    reasons.push_back({"kpa-grace-period", {}, {}, {}, 1});
    return 1;
  }

  kpa::Settings settings_;
  Duration panicWindow_;
  Duration grace_;
  PolicyNeeds needs_;
};

}  // namespace

const Schema<KpaParameters>& kpaSchema() {
  using namespace schema;
  static const Schema<KpaParameters> schema =
      Record<KpaParameters>("Knative's pod autoscaler.")
          .field("metric", &KpaParameters::metric,
                 enumeration<KpaMetric>(
                     {{"concurrency", KpaMetric::Concurrency}, {"rps", KpaMetric::Rps}}),
                 "Requests in flight, or requests per second.")
          .field("target", &KpaParameters::target,
                 optional(number({.minimum = 0.01, .maximum = 1e9})),
                 "Load that a pod can carry; without it 100 in flight or 200/s.", {.example = "20"})
          .field("targetUtilization", &KpaParameters::targetUtilization,
                 number({.minimum = 1, .maximum = 100}),
                 "Share of it that a pod is meant to carry.", {.unit = "%"})
          .field("stableWindow", &KpaParameters::stableWindow,
                 duration({.minimum = 6s, .maximum = std::chrono::hours(1)}),
                 "The load is averaged over it, outside of a panic.")
          .field("panicWindow", &KpaParameters::panicWindow, number({.minimum = 1, .maximum = 100}),
                 "The load is averaged over this share of the stable window to see a burst.",
                 {.unit = "%"})
          .field("panicThreshold", &KpaParameters::panicThreshold,
                 number({.minimum = 110, .maximum = 1000}),
                 "Panic where a burst asks for this share of the ready pods.", {.unit = "%"})
          .field("maxScaleUpRate", &KpaParameters::maxScaleUpRate,
                 number({.minimum = 1.01, .maximum = 1e6}),
                 "At most so many times the ready pods at once.")
          .field("maxScaleDownRate", &KpaParameters::maxScaleDownRate,
                 number({.minimum = 1.01, .maximum = 1e6}),
                 "At least the ready pods divided by this.")
          .field("activationScale", &KpaParameters::activationScale,
                 integer<std::int32_t>({.minimum = 1, .maximum = 1'000'000}),
                 "At least as many pods, where any are wanted.")
          .field("scaleDownDelay", &KpaParameters::scaleDownDelay,
                 duration({.maximum = std::chrono::hours(1)}),
                 "No lower than what was wanted within this time.")
          .field("scaleToZeroGracePeriod", &KpaParameters::scaleToZeroGracePeriod,
                 duration({.maximum = std::chrono::hours(1)}),
                 "How long the last pod stays after none is wanted.")
          .field("targetBurstCapacity", &KpaParameters::targetBurstCapacity,
                 number({.minimum = -1, .maximum = 1e9}),
                 "Load to have room for without an activator in front; 0: it never is in front, "
                 "-1: it always is. Told as a reason, and never changes the number of pods.")
          .field("tick", &KpaParameters::tick,
                 duration({.minimum = 1s, .maximum = std::chrono::minutes(10)}),
                 "Decisions come at multiples of it.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeKpaPolicy(const KpaParameters& parameters) {
  return std::make_unique<KpaPolicy>(parameters);
}

}  // namespace evenkeel
