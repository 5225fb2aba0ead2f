#include "evaluation/conformance/hpa_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "policy/scaling/hpa_arithmetic.h"

namespace evenkeel::conformance {
namespace {

constexpr double kMaxAge = 1e9;  // s
constexpr std::int64_t kMaxAmount = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> readAmounts(const JsonReader& list) {
  std::vector<std::int64_t> amounts;
  for (const auto& amount : list.list()) amounts.push_back(amount.integer());
  return amounts;
}

std::string containerName(std::size_t index) {
  return fmt::format("container{}", index + 1);
}

// As many containers as the vector tells anything of; requests that are null are missing.
std::vector<ContainerState> readContainers(const JsonReader& pod, std::size_t sampled) {
  std::vector<ContainerState> containers(std::max<std::size_t>(sampled, 1));
  if (const auto requests = pod.find("requests_milli")) {
    const auto list = requests->list();
    containers.resize(std::max(list.size(), containers.size()));
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].isNull())
        containers[i].cpuRequest = Quantity::millis(list[i].integer(0, kMaxAmount));
      containers[i].memoryRequest = containers[i].cpuRequest;
    }
  }
  for (std::size_t i = 0; i < containers.size(); ++i) containers[i].name = containerName(i);
  return containers;
}

// The named container's share of a sample, or its sum; absent where that container is not in it.
std::optional<std::int64_t> amountOf(const std::vector<std::int64_t>& usage,
                                     const std::string& container) {
  if (container.empty()) {
    return std::accumulate(usage.begin(), usage.end(), std::int64_t{0}, hpa::saturatingAdd);
  }
  for (std::size_t i = 0; i < usage.size(); ++i) {
    if (containerName(i) == container) return usage[i];
  }
  return std::nullopt;
}

void fillPods(MetricInput& input, const PodSet& pods) {
  const bool named = input.spec.source == MetricSourceType::ContainerResource;
  const std::string container = named ? input.spec.container : std::string{};
  for (std::size_t i = 0; i < pods.states.size(); ++i) {
    hpa::MeasuredPod pod{&pods.states[i], pods.names[i], std::nullopt};
    if (!pods.usage[i].empty()) {
      if (const auto amount = amountOf(pods.usage[i], container)) {
        pod.sample = pods.stamps[i];
        pod.sample->milli = *amount;
      } else {
        input.fetchError =
            fmt::format("container {} not present in metrics for pod {}", container, pods.names[i]);
      }
    }
    input.pods.push_back(pod);
  }
  for (const auto& usage : pods.strangers) {
    if (const auto amount = amountOf(usage, container)) input.strangers.push_back(*amount);
  }
}

MetricTarget readTarget(const JsonReader& target) {
  const std::string kind = target.at("kind").text();
  if (const auto unit = target.find("unit")) {
    const std::string_view wanted = kind == "Utilization" ? "percent" : "milli";
    if (const std::string given = unit->text(); given != wanted)
      unit->fault(fmt::format("is '{}'", given), std::string(wanted));
  }
  MetricTarget result;
  if (kind == "Utilization") {
    result.averageUtilization =
        static_cast<std::int32_t>(target.at("value").integer(1, hpa::kMaxReplicas));
    return result;
  }
  result.type = kind == "Value" ? MetricTargetType::Value : MetricTargetType::AverageValue;
  if (kind != "Value" && kind != "AverageValue")
    target.at("kind").fault(fmt::format("is '{}'", kind), "Utilization, AverageValue or Value");
  result.value = Quantity::millis(target.at("value").integer(1, kMaxAmount));
  return result;
}

std::optional<MetricSourceType> sourceOf(std::string_view type) {
  if (type == "resource") return MetricSourceType::Resource;
  if (type == "container_resource") return MetricSourceType::ContainerResource;
  if (type == "pods") return MetricSourceType::Pods;
  if (type == "object") return MetricSourceType::Object;
  if (type == "external") return MetricSourceType::External;
  return std::nullopt;
}

}  // namespace

PodPhase readPhase(const JsonReader& phase) {
  const std::string name = phase.text();
  if (name == "Pending") return PodPhase::Pending;
  if (name == "Running") return PodPhase::Running;
  if (name == "Succeeded") return PodPhase::Succeeded;
  if (name == "Failed") return PodPhase::Failed;
  phase.fault(fmt::format("is '{}'", name), "Pending, Running, Succeeded or Failed");
  return PodPhase::Pending;
}

PodState readPod(const JsonReader& pod, std::size_t sampled) {
  PodState state;
  state.phase = readPhase(pod.at("phase"));
  state.deleting = readFlag(pod, "deleting");
  if (const auto ready = pod.find("ready")) state.ready = ready->flag();
  state.started = findAge(pod, "start_age_s");
  state.readyTransition = findAge(pod, "ready_transition_age_s");
  state.containers = readContainers(pod, sampled);
  return state;
}

hpa::PodSample readStamp(const JsonReader& pod) {
  hpa::PodSample stamp;
  stamp.time = findAge(pod, "metric_age_s").value_or(Instant::min());
  if (const auto window = pod.find("metric_window_s")) stamp.window = readSeconds(*window);
  return stamp;
}

PodSet readPods(const JsonReader& vector) {
  PodSet set;
  for (const auto& pod : vector.at("pods").list()) {
    std::vector<std::int64_t> usage;
    if (const auto amounts = pod.find("usage_milli")) usage = readAmounts(*amounts);
    set.states.push_back(readPod(pod, usage.size()));
    set.names.push_back(pod.at("name").text());
    set.usage.push_back(std::move(usage));
    set.stamps.push_back(readStamp(pod));
  }
  if (const auto strangers = vector.find("metrics_for_unknown_pods")) {
    for (const auto& pod : strangers->list())
      set.strangers.push_back(readAmounts(pod.at("usage_milli")));
  }
  return set;
}

MetricInput readMetric(const JsonReader& metric, const PodSet& pods) {
  using Status = hpa::MetricReading::Status;
  MetricInput input;
  const auto source = sourceOf(metric.at("metric_type").text());
  if (!source) {
    input.reading.status = Status::UnknownSource;
    return input;
  }
  input.spec.source = *source;
  const bool resource =
      *source == MetricSourceType::Resource || *source == MetricSourceType::ContainerResource;
  input.spec.name = resource ? "cpu" : "qps";
  if (const auto name = metric.find("resource")) input.spec.name = name->text();
  if (const auto name = metric.find("container")) input.spec.container = name->text();
  input.spec.target = readTarget(metric.at("target"));
  if (readFlag(metric, "fetch_error")) input.reading.status = Status::Failed;
  if (const auto values = metric.find("metric_values_milli")) input.series = readAmounts(*values);
  fillPods(input, pods);
  if (!input.fetchError.empty()) input.reading.status = Status::Failed;
  input.reading.pods = {input.pods, input.strangers};
  input.reading.series = input.series;
  return input;
}

std::int32_t readReplicas(const JsonReader& vector, std::string_view key) {
  return static_cast<std::int32_t>(vector.at(key).integer(0, hpa::kMaxReplicas));
}

hpa::Bounds readBounds(const JsonReader& vector) {
  const bool unset = vector.at("min_replicas").isNull();
  return {unset ? 1 : readReplicas(vector, "min_replicas"), readReplicas(vector, "max_replicas")};
}

bool readFlag(const JsonReader& vector, std::string_view key) {
  const auto flag = vector.find(key);
  return flag && flag->flag();
}

Duration readSeconds(const JsonReader& value) {
  return fromSeconds(value.number(0, kMaxAge));
}

Instant readAge(const JsonReader& age) {
  return kNow - readSeconds(age);
}

std::optional<Instant> findAge(const JsonReader& vector, std::string_view key) {
  const auto age = vector.find(key);
  if (!age) return std::nullopt;
  return readAge(*age);
}

hpa::Tolerance readTolerance(const JsonReader& vector, const Defaults& defaults) {
  hpa::Tolerance tolerance{defaults.tolerance, defaults.tolerance};
  const auto given = vector.find("tolerance");
  if (!given) return tolerance;
  if (const auto up = given->find("scale_up")) tolerance.up = up->number(0, 1e6);
  if (const auto down = given->find("scale_down")) tolerance.down = down->number(0, 1e6);
  return tolerance;
}

hpa::Readiness readReadiness(const JsonReader& vector, const Defaults& defaults) {
  hpa::Readiness readiness{fromSeconds(defaults.cpuInitializationPeriod),
                           fromSeconds(defaults.initialReadinessDelay)};
  if (const auto period = vector.find("cpu_initialization_period_s"))
    readiness.cpuInitializationPeriod = readSeconds(*period);
  if (const auto delay = vector.find("delay_of_initial_readiness_s"))
    readiness.initialReadinessDelay = readSeconds(*delay);
  return readiness;
}

hpa::Rules readRules(const JsonReader& rules, const hpa::Rules& defaults) {
  hpa::Rules result = defaults;
  if (const auto select = rules.find("select_policy")) {
    const std::string name = select->text();
    result.select = name == "Min"        ? SelectPolicy::Min
                    : name == "Disabled" ? SelectPolicy::Disabled
                                         : SelectPolicy::Max;
    if (name != "Max" && name != "Min" && name != "Disabled")
      select->fault(fmt::format("is '{}'", name), "Max, Min or Disabled");
  }
  if (const auto window = rules.find("stabilization_s"))
    result.stabilizationWindow = readSeconds(*window);
  const auto policies = rules.find("policies");
  if (!policies) return result;
  result.policies.clear();
  for (const auto& policy : policies->list()) {
    const std::string type = policy.at("type").text();
    if (type != "Pods" && type != "Percent")
      policy.at("type").fault(fmt::format("is '{}'", type), "Pods or Percent");
    result.policies.push_back(
        {type == "Pods" ? ScalingPolicyType::Pods : ScalingPolicyType::Percent,
         readReplicas(policy, "value"), readSeconds(policy.at("period_s"))});
  }
  return result;
}

hpa::BehaviorRules readBehavior(const JsonReader& vector, const Defaults& defaults) {
  hpa::BehaviorRules rules =
      hpa::withDefaults(Behavior{}, fromSeconds(defaults.downscaleStabilization));
  if (defaults.scaleUp) rules.up = readRules(*defaults.scaleUp, rules.up);
  if (defaults.scaleDown) rules.down = readRules(*defaults.scaleDown, rules.down);
  if (const auto up = vector.find("scale_up_rules")) rules.up = readRules(*up, rules.up);
  if (const auto down = vector.find("scale_down_rules")) rules.down = readRules(*down, rules.down);
  return rules;
}

std::vector<hpa::Recommendation> readRecommendations(const JsonReader& list) {
  std::vector<hpa::Recommendation> log;
  for (const auto& entry : list.list())
    log.push_back({readReplicas(entry, "replicas"), readAge(entry.at("age_s"))});
  return log;
}

std::vector<hpa::ScaleEvent> readEvents(const JsonReader& list) {
  std::vector<hpa::ScaleEvent> events;
  for (const auto& entry : list.list()) {
    events.push_back(
        {readReplicas(entry, "change"), readAge(entry.at("age_s")), readFlag(entry, "outdated")});
  }
  return events;
}

}  // namespace evenkeel::conformance
