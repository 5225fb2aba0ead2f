// Sections of hpa.json: vectors (calculator, controller), pod_grouping, request_calculation.
#include <fmt/format.h>

#include <array>

#include "evaluation/conformance/hpa_input.h"
#include "evaluation/conformance/section.h"

namespace evenkeel::conformance {
namespace {

using Judgement = std::optional<std::pair<bool, std::string_view>>;

std::string describe(const hpa::Usable<hpa::Proposal>& proposal) {
  return proposal ? fmt::format("{} replicas", proposal->replicas)
                  : fmt::format("error '{}'", proposal.error().what);
}

// True where an error was expected or given, so that no value is left to compare.
template <class T>
bool judgeError(const JsonReader& expected, const hpa::Usable<T>& got, const std::string& described,
                Comparison& comparison) {
  const auto text = expected.find("error_contains");
  if (!text && got) return false;
  if (!text) {
    comparison.differs("result", "a value", described);
  } else {
    const std::string part = text->text();
    const bool told = !got && got.error().what.find(part) != std::string::npos;
    const std::string wanted = fmt::format("'{}'", part);
    comparison.judge("error", wanted, told ? wanted : described);
  }
  return true;
}

void judgeProposal(const JsonReader& expected, const hpa::Usable<hpa::Proposal>& got,
                   Comparison& comparison) {
  if (judgeError(expected, got, describe(got), comparison)) return;
  for (const auto& [key, value] : expected.record()) {
    if (key == "replicas") {
      comparison.integer(key, value, got->replicas);
    } else if (key == "utilization_percent") {
      comparison.integer(key, value, got->utilization);
    } else if (key == "average_raw_milli" || key == "usage_milli") {
      comparison.integer(key, value, got->usage);
    } else if (key != "error_contains") {
      comparison.unknown(key);
    }
  }
}

hpa::Settings readSettings(const JsonReader& vector, const Defaults& defaults) {
  hpa::Settings settings;
  settings.tolerance = defaults.tolerance;
  settings.downscaleStabilization = fromSeconds(defaults.downscaleStabilization);
  settings.readiness = readReadiness(vector, defaults);
  settings.scaleToZero = readFlag(vector, "scale_to_zero_gate");
  return settings;
}

void runCalculator(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const PodSet pods = readPods(vector);
  const MetricInput metric = readMetric(vector, pods);
  if (metric.reading.status == hpa::MetricReading::Status::UnknownSource) {
    vector.at("metric_type")
        .fault("is no metric type", "resource, container_resource, pods, object or external");
    return;
  }
  hpa::Autoscaler autoscaler;
  autoscaler.settings = readSettings(vector, defaults);
  autoscaler.tolerance = readTolerance(vector, defaults);
  hpa::Observation observed;
  observed.current = readReplicas(vector, "current_replicas");
  observed.existing =
      vector.find("status_replicas") ? readReplicas(vector, "status_replicas") : observed.current;
  observed.pods = metric.pods;
  observed.now = kNow;
  const hpa::Usable<hpa::Proposal> got =
      metric.fetchError.empty() ? hpa::propose(metric.spec, metric.reading, autoscaler, observed)
                                : tl::unexpected(hpa::Unusable{{}, {}, metric.fetchError});
  judgeProposal(vector.at("expected"), got, comparison);
}

Judgement judgementOf(const std::optional<hpa::Condition>& condition) {
  if (!condition) return std::nullopt;
  return std::pair(condition->status, condition->reason);
}

void judgeConditions(const JsonReader& expected, const hpa::Conditions& got,
                     Comparison& comparison) {
  for (const auto& [type, value] : expected.record()) {
    if (type == "AbleToScale") {
      comparison.condition(type, value, judgementOf(got.ableToScale));
    } else if (type == "ScalingActive") {
      comparison.condition(type, value, judgementOf(got.scalingActive));
    } else if (type == "ScalingLimited") {
      comparison.condition(type, value, judgementOf(got.scalingLimited));
    } else if (type == "ScaledToZero") {
      comparison.condition(type, value, judgementOf(got.scaledToZero));
    } else {
      comparison.unknown(type);
    }
  }
}

hpa::Memory readMemory(const JsonReader& vector, const hpa::Autoscaler& autoscaler) {
  hpa::Memory memory;
  const auto prior = vector.find("prior_recommendations");
  if (prior && prior->isText()) {
    if (prior->text() != "initial") prior->fault("is another text", "initial, or a list");
  } else if (prior) {
    memory.recommendations = readRecommendations(*prior);
  }
  if (const auto events = vector.find("scale_up_events")) memory.events.up = readEvents(*events);
  if (const auto events = vector.find("scale_down_events"))
    memory.events.down = readEvents(*events);
  // Where a vector does not tell who put it at zero: the autoscaler, if it was allowed to.
  memory.scaledToZero = autoscaler.settings.scaleToZero && autoscaler.bounds.minReplicas == 0;
  if (const auto scaled = vector.find("scaled_to_zero")) memory.scaledToZero = scaled->flag();
  return memory;
}

void runController(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const PodSet pods = readPods(vector);
  std::vector<MetricInput> inputs;
  for (const auto& metric : vector.at("metrics").list()) inputs.push_back(readMetric(metric, pods));

  hpa::Autoscaler autoscaler;
  autoscaler.bounds = readBounds(vector);
  autoscaler.settings = readSettings(vector, defaults);
  autoscaler.tolerance = readTolerance(vector, defaults);
  const hpa::BehaviorRules rules = readBehavior(vector, defaults);
  if (vector.find("scale_up_rules") || vector.find("scale_down_rules"))
    autoscaler.behavior = &rules;
  std::vector<hpa::MetricReading> readings;
  std::vector<MetricSpec> specs;
  for (const auto& input : inputs) {
    specs.push_back(input.spec);
    readings.push_back(input.reading);
  }
  autoscaler.metrics = specs;
  std::vector<hpa::MeasuredPod> selected;
  for (std::size_t i = 0; i < pods.states.size(); ++i)
    selected.push_back({&pods.states[i], pods.names[i], std::nullopt});

  hpa::Observation observed;
  observed.current = readReplicas(vector, "current_replicas");
  observed.existing = readReplicas(vector, "status_replicas");
  observed.pods = selected;
  observed.readings = readings;
  observed.now = kNow;
  hpa::Memory memory = readMemory(vector, autoscaler);
  auto got = hpa::reconcile(autoscaler, observed, memory);
  if (got.desired != observed.current) {
    hpa::recordRescale(autoscaler, memory, observed.current, got.desired, kNow);
    hpa::addRescale(got.conditions, autoscaler, memory);
  }
  for (const auto& [key, value] : vector.at("expected").record()) {
    if (key == "replicas") {
      comparison.integer(key, value, got.desired);
    } else if (key == "conditions") {
      judgeConditions(value, got.conditions, comparison);
    } else {
      comparison.unknown(key);
    }
  }
}

void runVectors(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const std::string kind = vector.at("kind").text();
  if (kind == "calculator") return runCalculator(vector, defaults, comparison);
  if (kind == "controller") return runController(vector, defaults, comparison);
  vector.at("kind").fault(fmt::format("is '{}'", kind), "calculator or controller");
}

void runPodGrouping(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  checkKind(vector, "pod_grouping");
  const hpa::Readiness readiness = readReadiness(vector, defaults);
  const bool cpu = vector.at("resource").isNull() || vector.at("resource").text() == "cpu";
  std::array<std::int64_t, 4> count{};
  for (const auto& pod : vector.at("pods").list()) {
    const PodState state = readPod(pod, 0);
    const hpa::PodSample stamp = readStamp(pod);
    hpa::MeasuredPod measured{&state, "", std::nullopt};
    if (readFlag(pod, "has_metric")) measured.sample = stamp;
    ++count.at(static_cast<std::size_t>(hpa::groupOf(measured, cpu, readiness, kNow)));
  }
  for (const auto& [key, value] : vector.at("expected").record()) {
    using Group = hpa::PodGroup;
    const auto of = [&count](Group group) { return count.at(static_cast<std::size_t>(group)); };
    if (key == "ready_count") {
      comparison.integer(key, value, of(Group::Counted));
    } else if (key == "unready") {
      comparison.integer(key, value, of(Group::Unready));
    } else if (key == "missing") {
      comparison.integer(key, value, of(Group::Missing));
    } else if (key == "ignored") {
      comparison.integer(key, value, of(Group::Ignored));
    } else {
      comparison.unknown(key);
    }
  }
}

ContainerState readContainer(const JsonReader& container) {
  ContainerState state;
  state.name = container.at("name").text();
  if (const auto request = container.find("request_milli"))
    state.cpuRequest =
        Quantity::millis(request->integer(0, std::numeric_limits<std::int64_t>::max()));
  return state;
}

void runRequestCalculation(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  checkKind(vector, "request_calculation");
  PodState pod;
  for (const auto& container : vector.at("containers").list())
    pod.containers.push_back(readContainer(container));
  for (const auto& container : vector.at("init_containers").list()) {
    ContainerState state = readContainer(container);
    state.restartableInit = readFlag(container, "restart_always");
    if (state.restartableInit) pod.containers.push_back(std::move(state));
  }
  if (const auto level = vector.find("pod_level_request_milli"))
    pod.podRequests = Resources{
        Quantity::millis(level->integer(0, std::numeric_limits<std::int64_t>::max())), {}};
  const auto container = vector.find("container");
  const auto got =
      hpa::requestOf(pod, "test-pod", hpa::Resource::Cpu, container ? container->text() : "",
                     readFlag(vector, "pod_level_resources_gate"));
  const std::string described = got ? std::to_string(*got) : got.error().what;
  if (judgeError(vector, got, described, comparison)) return;
  comparison.integer("request", vector.at("expected_request_milli"), *got);
}

}  // namespace

const std::vector<Section>& hpaSections() {
  static const std::vector<Section> sections{{"vectors", runVectors, "kind"},
                                             {"pod_grouping", runPodGrouping},
                                             {"request_calculation", runRequestCalculation}};
  return sections;
}

}  // namespace evenkeel::conformance
