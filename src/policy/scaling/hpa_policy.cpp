#include "policy/scaling/hpa_policy.h"

#include <algorithm>
#include <cstdlib>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "model/scaling_schema.h"
#include "policy/scaling/hpa_controller.h"
#include "policy/scaling/hpa_memory.h"
#include "policy/scaling/hpa_rest.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

bool byPods(const MetricSpec& spec) {
  return spec.source != MetricSourceType::Object && spec.source != MetricSourceType::External;
}

bool ofResource(const MetricSpec& spec) {
  return spec.source == MetricSourceType::Resource ||
         spec.source == MetricSourceType::ContainerResource;
}

// The series that answers for a metric.
MetricNeed needOf(const MetricSpec& spec) {
  MetricNeed need{.metric = spec.name, .of = MetricOf::Component, .container = {}};
  if (byPods(spec)) need.of = MetricOf::Pod;
  if (!ofResource(spec)) return need;
  need.metric = spec.name == "cpu" ? metric::kCpuUsage : metric::kMemoryWorkingSet;
  need.container = spec.container;
  return need;
}

std::string originOf(const MetricSpec& spec) {
  return spec.source == MetricSourceType::Object ? "on '" + spec.object + "'" : "from outside";
}

// Objects have no series of their own: two metrics of the same name would read the same one.
Result<void> checkSeries(const std::vector<MetricSpec>& metrics) {
  for (auto spec = metrics.begin(); spec != metrics.end(); ++spec) {
    if (byPods(*spec)) continue;
    const auto other = std::find_if(metrics.begin(), spec, [&spec](const MetricSpec& earlier) {
      return !byPods(earlier) && earlier.name == spec->name && originOf(earlier) != originOf(*spec);
    });
    if (other == spec) continue;
    return fail(ErrorKind::Invalid, "hpa",
                "metric '" + spec->name + "' both " + originOf(*other) + " and " + originOf(*spec) +
                    ": one series of the component answers for the name",
                "a metric name for each object");
  }
  return {};
}

MetricSpec cpuAt(std::int32_t percent) {
  MetricSpec spec;
  spec.name = "cpu";
  spec.target.averageUtilization = percent;
  return spec;
}

// What a reason calls the metric: "cpu" and "memory" are percentages of the request.
std::string subjectOf(const MetricSpec& spec) {
  const bool percentage = spec.target.type == MetricTargetType::Utilization;
  return ofResource(spec) && !percentage ? needOf(spec).metric : spec.name;
}

double targetOf(const MetricTarget& target) {
  return target.type == MetricTargetType::Utilization ? target.averageUtilization
                                                      : target.value.asDouble();
}

// The readings of one decision; what they point to lives here and in the snapshot.
class Readings {
 public:
  Readings(const ComponentView& component, std::span<const MetricSpec> metrics, Instant now,
           Duration maxAge)
      : count_(component.pods.size()), series_(metrics.size()) {
    const std::size_t rows = std::max<std::size_t>(metrics.size(), 1);
    pods_.reserve(rows * count_);
    readings_.reserve(metrics.size());
    for (std::size_t m = 0; m < rows; ++m) {
      const bool sampled = m < metrics.size() && byPods(metrics[m]);
      for (const auto& pod : component.pods)
        pods_.push_back(
            {pod.state, *pod.name, sampled ? sampleOf(pod.metrics[m], now, maxAge) : std::nullopt});
    }
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      hpa::MetricReading& reading = readings_.emplace_back();
      reading.pods.pods = std::span(pods_).subspan(m * count_, count_);
      if (byPods(metrics[m])) continue;
      const auto sample = sampleOf(component.metrics[m], now, maxAge);
      if (!sample) continue;
      series_[m] = sample->milli;
      reading.series = std::span(series_).subspan(m, 1);
    }
  }

  std::span<const hpa::MeasuredPod> pods() const { return std::span(pods_).first(count_); }
  std::span<const hpa::MetricReading> metrics() const { return readings_; }

 private:
  static std::optional<hpa::PodSample> sampleOf(const Window* window, Instant now,
                                                Duration maxAge) {
    const Sample* sample = window == nullptr ? nullptr : window->fresh(now, maxAge);
    if (sample == nullptr) return std::nullopt;
    return hpa::PodSample{Quantity::fromDouble(sample->value).milli, sample->time, sample->window};
  }

  std::size_t count_;
  std::vector<hpa::MeasuredPod> pods_;  // one row a metric
  std::vector<std::int64_t> series_;
  std::vector<hpa::MetricReading> readings_;
};

// A change that was asked for, as far as it is seen to have happened (a guardrail may have cut it).
void settle(const hpa::Autoscaler& autoscaler, hpa::PolicyMemory& remembered,
            std::int32_t current) {
  if (!remembered.asked) return;
  const hpa::AskedChange asked = *remembered.asked;
  remembered.asked.reset();
  const auto [low, high] = std::minmax(asked.from, asked.to);
  hpa::recordRescale(autoscaler, remembered.memory, asked.from, std::clamp(current, low, high),
                     asked.decided);
}

void explainMetrics(const hpa::Autoscaler& autoscaler, const hpa::Reconciliation& result,
                    std::int32_t current, std::vector<Reason>& reasons) {
  for (std::size_t i = 0; i < result.proposals.size(); ++i) {
    const MetricSpec& spec = autoscaler.metrics[i];
    const auto& proposal = result.proposals[i];
    Reason& reason = reasons.emplace_back();
    reason.subject = subjectOf(spec);
    if (!proposal) {
      const hpa::Unusable& why = proposal.error();
      reason.code = why.code;
      if (!why.container.empty()) reason.subject += "{container=" + why.container + '}';
      continue;
    }
    reason.observed =
        proposal->utilization ? *proposal->utilization : Quantity{proposal->usage}.asDouble();
    reason.target = targetOf(spec.target);
    reason.proposal = proposal->replicas;
    const bool kept = proposal->replicas == current &&
                      autoscaler.tolerance.covers(*reason.observed / *reason.target);
    reason.code = kept ? "WithinTolerance" : hpa::reason::kValidMetricFound;
  }
}

void explain(const hpa::Autoscaler& autoscaler, const hpa::Reconciliation& result,
             std::int32_t current, std::vector<Reason>& reasons) {
  reasons.reserve(reasons.size() + result.proposals.size() + 3);
  explainMetrics(autoscaler, result, current, reasons);
  const auto add = [&reasons](std::string_view code) {
    reasons.push_back({std::string(code), {}, {}, {}, {}});
  };
  const hpa::Conditions& conditions = result.conditions;
  if (conditions.scalingActive && !conditions.scalingActive->status && result.proposals.empty())
    add(conditions.scalingActive->reason);
  if (conditions.ableToScale->reason == hpa::reason::kScaleDownStabilized ||
      conditions.ableToScale->reason == hpa::reason::kScaleUpStabilized)
    add(conditions.ableToScale->reason);
  if (conditions.scalingLimited && conditions.scalingLimited->status)
    add(conditions.scalingLimited->reason);
  if (result.proposals.empty() && result.desired != current)
    add(result.desired < current ? hpa::reason::kTooManyReplicas : hpa::reason::kTooFewReplicas);
}

class HpaPolicy final : public Policy {
 public:
  explicit HpaPolicy(const HpaParameters& parameters) : behavior_(parameters.behavior) {
    if (parameters.cpu) metrics_.push_back(cpuAt(*parameters.cpu));
    metrics_.insert(metrics_.end(), parameters.metrics.begin(), parameters.metrics.end());
    if (metrics_.empty()) metrics_.push_back(cpuAt(80));
    settings_.tolerance = parameters.tolerance;
    settings_.downscaleStabilization = parameters.downscaleStabilization;
    settings_.readiness = {parameters.cpuInitializationPeriod, parameters.initialReadinessDelay};
    if (behavior_) rules_ = hpa::withDefaults(*behavior_, settings_.downscaleStabilization);
    for (const auto& spec : metrics_) needs_.metrics.push_back(needOf(spec));
    needs_.mechanisms = {"scale"};
    needs_.period = parameters.loop;
  }

  std::string_view name() const override { return "hpa"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    if (snapshot.components.empty() || snapshot.application == nullptr)
      return PolicyAnswer{{}, state};
    const ComponentView& component = snapshot.components.front();
    PolicyAnswer answer;
    auto remembered = hpa::decode(state, snapshot.now);
    if (!remembered) {
      answer.decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
      remembered = hpa::PolicyMemory{};
    }
    std::optional<hpa::BehaviorRules> describedRules;
    const hpa::Autoscaler autoscaler = autoscalerFor(component, describedRules);
    const std::int32_t current = std::max(component.state->replicas, 0);
    settle(autoscaler, *remembered, current);
    hpa::repeat(autoscaler, remembered->memory, snapshot.rested);

    const Readings readings(component, metrics_, snapshot.now,
                            snapshot.application->guardrails.maxSampleAge);
    const hpa::Observation observed{.current = current,
                                    .existing = std::max(component.state->statusReplicas, 0),
                                    .selector = component.state->selectorAmbiguous
                                                    ? hpa::Selector::Ambiguous
                                                    : hpa::Selector::Valid,
                                    .pods = readings.pods(),
                                    .readings = readings.metrics(),
                                    .now = snapshot.now};
    const auto result = hpa::reconcile(autoscaler, observed, remembered->memory);

    explain(autoscaler, result, current, answer.decision.reasons);
    answer.decision.actions.push_back(scaleTo(component, result.desired));
    if (result.desired != current) {
      remembered->asked = hpa::AskedChange{current, result.desired, snapshot.now};
    }
    answer.state = hpa::encode(*remembered);
    answer.standsUntil =
        std::min(hpa::standsUntil(autoscaler, remembered->memory, current, snapshot.now),
                 hpa::readsAlikeUntil(component, settings_.readiness,
                                      snapshot.application->guardrails.maxSampleAge, snapshot.now));
    return answer;
  }

 private:
  // What pods say is not said where there are none: nothing would bring it back from zero. As
  // Kubernetes, which takes minReplicas 0 with a metric of type Object or External alone.
  std::int32_t fewest() const { return std::all_of(metrics_.begin(), metrics_.end(), byPods); }

  // `described` holds the rules where they are the component's own.
  hpa::Autoscaler autoscalerFor(const ComponentView& component,
                                std::optional<hpa::BehaviorRules>& described) const {
    const ScalingBounds& scaling = component.description->scaling;
    hpa::Autoscaler autoscaler{
        .bounds = {std::max(scaling.minReplicas, fewest()), std::max(scaling.maxReplicas, 0)},
        .metrics = metrics_,
        .behavior = nullptr,
        .tolerance = {settings_.tolerance, settings_.tolerance},
        .settings = settings_};
    if (behavior_) {
      autoscaler.behavior = &*rules_;
      autoscaler.tolerance = hpa::toleranceOf(*behavior_, settings_);
    } else if (scaling.behavior) {
      described = hpa::withDefaults(*scaling.behavior, settings_.downscaleStabilization);
      autoscaler.behavior = &*described;
      autoscaler.tolerance = hpa::toleranceOf(*scaling.behavior, settings_);
    }
    return autoscaler;
  }

  std::vector<MetricSpec> metrics_;
  std::optional<Behavior> behavior_;
  std::optional<hpa::BehaviorRules> rules_;  // of behavior_
  hpa::Settings settings_;
  PolicyNeeds needs_;
};

}  // namespace

const Schema<HpaParameters>& hpaSchema() {
  using namespace schema;
  const DurationRules window{.maximum = std::chrono::hours(1)};
  static const Schema<HpaParameters> schema =
      Record<HpaParameters>("The Kubernetes HorizontalPodAutoscaler v2.")
          .field("cpu", &HpaParameters::cpu, optional(integer<std::int32_t>({1, 1'000'000})),
                 "CPU utilisation that the pods are kept at, in percent of their request; without "
                 "it and without metrics 80.",
                 {.unit = "%", .example = "60"})
          .field("metrics", &HpaParameters::metrics, list(metricSpecSchema(), {.maximum = 100}),
                 "As in a HorizontalPodAutoscaler's spec.metrics; the largest proposal counts.")
          .field("behavior", &HpaParameters::behavior, optional(behaviorSchema()),
                 "As in its spec.behavior; without it that of the component's scaling.")
          .field("loop", &HpaParameters::loop,
                 duration({.minimum = 1s, .maximum = std::chrono::hours(24)}),
                 "Decisions come at multiples of it.")
          .field("tolerance", &HpaParameters::tolerance,
                 number({.minimum = 0, .maximum = 10, .quantity = true}),
                 "No change while a metric is off its target by no more than this share.")
          .field("downscaleStabilization", &HpaParameters::downscaleStabilization, duration(window),
                 "No lower than what was wanted within this time.")
          .field("cpuInitializationPeriod", &HpaParameters::cpuInitializationPeriod,
                 duration(window), "How long a young pod's CPU counts only while it is ready.")
          .field("initialReadinessDelay", &HpaParameters::initialReadinessDelay, duration(window),
                 "A pod that turned unready this soon after its start was never ready.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeHpaPolicy(const HpaParameters& parameters) {
  for (const auto& spec : parameters.metrics) {
    if (ofResource(spec) && spec.name != "cpu" && spec.name != "memory")
      return fail(ErrorKind::Invalid, "hpa", "resource '" + spec.name + "' is not measured",
                  "cpu or memory");
  }
  if (auto checked = checkSeries(parameters.metrics); !checked)
    return tl::unexpected(std::move(checked.error()));
  return std::make_unique<HpaPolicy>(parameters);
}

}  // namespace evenkeel
