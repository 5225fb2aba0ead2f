#include "policy/scaling/hpa_controller.h"

#include <algorithm>
#include <string>
#include <utility>

namespace evenkeel::hpa {
namespace {

bool hasObjectOrExternal(const Autoscaler& autoscaler) {
  return std::ranges::any_of(autoscaler.metrics, [](const MetricSpec& spec) {
    return spec.source == MetricSourceType::Object || spec.source == MetricSourceType::External;
  });
}

tl::unexpected<Unusable> unavailable(const MetricSpec& spec, std::string what) {
  return tl::unexpected(Unusable{failureReason(spec.source), {}, std::move(what)});
}

Usable<Proposal> proposeByPods(const MetricSpec& spec, const MetricReading& reading,
                               const Autoscaler& autoscaler, const Observation& observed) {
  const bool resource = spec.source != MetricSourceType::Pods;
  if (reading.pods.strangers.empty() &&
      std::ranges::none_of(reading.pods.pods, [](const auto& pod) { return bool(pod.sample); }))
    return unavailable(spec, resource ? "unable to get metrics for resource " + spec.name +
                                            ": no metrics returned from resource metrics API"
                                      : "unable to get metric " + spec.name +
                                            ": no metrics returned from custom metrics API");
  const PodRules rules{autoscaler.tolerance, autoscaler.settings.readiness,
                       autoscaler.settings.podLevelResources, observed.now};
  const bool cpu = resource && spec.name == nameOf(Resource::Cpu);
  if (spec.target.type != MetricTargetType::Utilization)
    return averageReplicas(observed.current, reading.pods, cpu, spec.target.value.milli, rules);
  if (!resource) return unavailable(spec, "a Pods metric has no request to be a percentage of");
  return utilizationReplicas(observed.current, reading.pods, cpu ? Resource::Cpu : Resource::Memory,
                             spec.container, spec.target.averageUtilization, rules);
}

Usable<Proposal> proposeByValue(const MetricSpec& spec, const MetricReading& reading,
                                const Autoscaler& autoscaler, const Observation& observed) {
  const bool external = spec.source == MetricSourceType::External;
  if (reading.series.empty())
    return unavailable(spec, external ? "unable to get external metric " + spec.name +
                                            ": no metrics returned from external metrics API"
                                      : "unable to get metric " + spec.name + " on " + spec.object +
                                            ": no metrics returned from custom metrics API");
  const std::int64_t target = spec.target.value.milli;
  switch (spec.target.type) {
    case MetricTargetType::Value:
      return valueReplicas(observed.current,
                           external ? sumForValue(reading.series) : reading.series.front(), target,
                           observed.pods, autoscaler.tolerance);
    case MetricTargetType::AverageValue:
      return perPodReplicas(observed.existing,
                            external ? sumForAverage(reading.series) : reading.series.front(),
                            target, autoscaler.tolerance);
    case MetricTargetType::Utilization:
      break;
  }
  return unavailable(spec, "neither a value target nor an average value target was set");
}

// The largest proposal; nothing where the count must be held.
std::optional<std::int32_t> combine(const Autoscaler& autoscaler, const Observation& observed,
                                    Reconciliation& result) {
  Conditions& conditions = result.conditions;
  if (observed.selector != Selector::Valid) {
    conditions.scalingActive = {false, observed.selector == Selector::Invalid
                                           ? reason::kInvalidSelector
                                           : reason::kAmbiguousSelector};
    return std::nullopt;
  }
  std::int32_t largest = 0;
  std::optional<std::size_t> firstFailed;
  const std::size_t count = std::min(autoscaler.metrics.size(), observed.readings.size());
  result.proposals.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& proposal = result.proposals.emplace_back(
        propose(autoscaler.metrics[i], observed.readings[i], autoscaler, observed));
    if (!proposal) {
      if (!firstFailed) firstFailed = i;
    } else if (!result.deciding || proposal->replicas > largest) {
      largest = proposal->replicas;
      result.deciding = i;
    }
  }
  // Never down on partial information, never at all on none.
  if (!result.deciding || (firstFailed && largest < observed.current)) {
    if (firstFailed) {
      const bool unknown =
          observed.readings[*firstFailed].status == MetricReading::Status::UnknownSource;
      conditions.scalingActive = {false,
                                  unknown ? reason::kInvalidMetricSourceType
                                          : failureReason(autoscaler.metrics[*firstFailed].source)};
    }
    return std::nullopt;
  }
  conditions.scalingActive = {true, reason::kValidMetricFound};
  return std::max(largest, 0);
}

// At zero, whether somebody else put it there, so that it is left alone.
bool disabledAtZero(const Autoscaler& autoscaler, const Memory& memory) {
  const bool mayBeZero = autoscaler.bounds.minReplicas == 0;
  if (!autoscaler.settings.scaleToZero) return !mayBeZero;
  return !memory.scaledToZero || (mayBeZero && !hasObjectOrExternal(autoscaler));
}

}  // namespace

std::string_view failureReason(MetricSourceType source) {
  switch (source) {
    case MetricSourceType::Resource:
      return reason::kFailedGetResourceMetric;
    case MetricSourceType::ContainerResource:
      return reason::kFailedGetContainerResourceMetric;
    case MetricSourceType::Pods:
      return reason::kFailedGetPodsMetric;
    case MetricSourceType::Object:
      return reason::kFailedGetObjectMetric;
    case MetricSourceType::External:
      return reason::kFailedGetExternalMetric;
  }
  return reason::kInvalidMetricSourceType;
}

Usable<Proposal> propose(const MetricSpec& spec, const MetricReading& reading,
                         const Autoscaler& autoscaler, const Observation& observed) {
  switch (reading.status) {
    case MetricReading::Status::Failed:
      return unavailable(spec, "unable to get metric " + spec.name);
    case MetricReading::Status::UnknownSource:
      return tl::unexpected(
          Unusable{reason::kInvalidMetricSourceType, {}, "unknown metric source type"});
    case MetricReading::Status::Read:
      break;
  }
  const bool byPods =
      spec.source != MetricSourceType::Object && spec.source != MetricSourceType::External;
  return byPods ? proposeByPods(spec, reading, autoscaler, observed)
                : proposeByValue(spec, reading, autoscaler, observed);
}

std::int32_t normalize(const Autoscaler& autoscaler, std::int32_t current, std::int32_t wanted,
                       Instant now, Memory& memory, Conditions& conditions) {
  Limited stable;
  Limited allowed;
  auto& log = *memory.recommendations;
  if (autoscaler.behavior) {
    stable = stabilize(log, current, wanted, *autoscaler.behavior, now);
    allowed = limit(current, stable.replicas, autoscaler.bounds, *autoscaler.behavior,
                    memory.events, now);
  } else {
    stable = {stabilize(log, wanted, autoscaler.settings.downscaleStabilization, now),
              reason::kScaleDownStabilized};
    allowed = limit(current, stable.replicas, autoscaler.bounds);
  }
  conditions.ableToScale = {true,
                            stable.replicas != wanted ? stable.reason : reason::kReadyForNewScale};
  conditions.scalingLimited = {allowed.replicas != stable.replicas, allowed.reason};
  return allowed.replicas;
}

Tolerance toleranceOf(const Behavior& behavior, const Settings& settings) {
  Tolerance tolerance{settings.tolerance, settings.tolerance};
  if (behavior.scaleUp) tolerance.up = behavior.scaleUp->tolerance.value_or(tolerance.up);
  if (behavior.scaleDown) tolerance.down = behavior.scaleDown->tolerance.value_or(tolerance.down);
  return tolerance;
}

Reconciliation reconcile(const Autoscaler& autoscaler, const Observation& observed,
                         Memory& memory) {
  Reconciliation result;
  result.desired = observed.current;
  result.conditions.ableToScale = {true, reason::kSucceededGetScale};
  if (!memory.recommendations)
    memory.recommendations.emplace({Recommendation{observed.current, observed.now}});

  if (observed.current == 0 && disabledAtZero(autoscaler, memory)) {
    result.conditions.scalingActive = {false, reason::kScalingDisabled};
    return result;
  }
  const Bounds& bounds = autoscaler.bounds;
  if (observed.current > bounds.maxReplicas) {
    result.desired = bounds.maxReplicas;
    return result;
  }
  if (observed.current != 0 && observed.current < bounds.minReplicas) {
    result.desired = bounds.minReplicas;
    return result;
  }
  const auto wanted = combine(autoscaler, observed, result);
  if (!wanted) return result;
  result.desired =
      normalize(autoscaler, observed.current, *wanted, observed.now, memory, result.conditions);
  // From zero at least to the minimum, which may have been raised meanwhile.
  if (observed.current == 0) result.desired = std::max(result.desired, bounds.minReplicas);
  return result;
}

void recordRescale(const Autoscaler& autoscaler, Memory& memory, std::int32_t from, std::int32_t to,
                   Instant decided) {
  if (from == to) return;
  memory.scaledToZero = autoscaler.settings.scaleToZero && to == 0 &&
                        autoscaler.bounds.minReplicas == 0 && hasObjectOrExternal(autoscaler);
  if (!autoscaler.behavior) return;
  if (to > from) {
    storeEvent(memory.events.up, to - from, autoscaler.behavior->up, decided);
  } else {
    storeEvent(memory.events.down, from - to, autoscaler.behavior->down, decided);
  }
}

void addRescale(Conditions& conditions, const Autoscaler& autoscaler, const Memory& memory) {
  conditions.ableToScale = {true, reason::kSucceededRescale};
  if (!autoscaler.settings.scaleToZero) return;
  conditions.scaledToZero = {
      memory.scaledToZero, memory.scaledToZero ? reason::kScaledToZero : reason::kNotScaledToZero};
}

}  // namespace evenkeel::hpa
