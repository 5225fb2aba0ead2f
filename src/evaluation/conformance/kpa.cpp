// Sections of knative-kpa.json: vectors, initial_panic_state.
#include <cmath>

#include <fmt/format.h>

#include "evaluation/conformance/section.h"
#include "policy/scaling/kpa_decider.h"

namespace evenkeel::conformance {
namespace {

constexpr Instant kStart{std::chrono::seconds(2'000'000'000)};
constexpr double kMost = 1e12;
constexpr double kBurstTolerance = 1;  // the source of the vectors compares so

std::int32_t readPods(const JsonReader& place, std::string_view key) {
  return static_cast<std::int32_t>(place.at(key).integer(0, 1'000'000'000));
}

kpa::Settings readSettings(const JsonReader& spec, const Defaults& defaults) {
  kpa::Settings settings = defaults.kpa;
  const auto number = [&spec](std::string_view key, double low, double fallback) {
    const auto given = spec.find(key);
    return given ? given->number(low, kMost) : fallback;
  };
  // Of the two, whichever is left out is told by the share that one is of the other.
  const double share = number("target_utilization", 1e-6, defaults.kpaUtilization);
  const bool hasTarget = spec.find("target_value").has_value();
  settings.capacity = number("total_value", 0, settings.capacity);
  settings.target = number("target_value", 1e-6, settings.capacity * share);
  if (hasTarget && !spec.find("total_value")) settings.capacity = settings.target / share;
  settings.panicThreshold = number("panic_threshold", 0, settings.panicThreshold);
  settings.maxScaleUpRate = number("max_scale_up_rate", 1, settings.maxScaleUpRate);
  settings.maxScaleDownRate = number("max_scale_down_rate", 1, settings.maxScaleDownRate);
  settings.stableWindow =
      fromSeconds(number("stable_window_s", 0, toSeconds(settings.stableWindow)));
  settings.scaleDownDelay =
      fromSeconds(number("scale_down_delay_s", 0, toSeconds(settings.scaleDownDelay)));
  settings.targetBurstCapacity = number("target_burst_capacity", -1, settings.targetBurstCapacity);
  settings.activationScale = static_cast<std::int32_t>(number("activation_scale", 0, 1));
  if (const auto reachable = spec.find("reachable")) settings.reachable = reachable->flag();
  spec.find("scaling_metric");  // what the load is counted in: the numbers are the same
  return settings;
}

kpa::Memory readMemory(const JsonReader& vector) {
  vector.find("initial_ready_pods");  // what the state given was made of
  const JsonReader state = vector.at("initial_state");
  kpa::Memory memory;
  memory.mostPanicPods = readPods(state, "max_panic_pods");
  if (!state.at("panicking").flag()) return memory;
  const auto age = state.find("panic_age_s");
  memory.panicking = kStart - fromSeconds(age ? age->number(0, 1e6) : 0);
  return memory;
}

void judgeStep(const JsonReader& expected, const kpa::Answer& got, Comparison& comparison) {
  for (const auto& [key, value] : expected.record()) {
    if (value.isNull()) continue;
    if (key == "desired_pods") {
      comparison.integer(key, value, got.pods);
    } else if (key == "excess_burst_capacity") {
      const double wanted = value.number(-kMost, kMost);
      const bool near = std::abs(wanted - got.excessBurstCapacity) <= kBurstTolerance;
      comparison.judge(key, fmt::format("{}", wanted),
                       fmt::format("{}", near ? wanted : got.excessBurstCapacity));
    } else if (key == "panicking") {
      comparison.judge(key, fmt::format("{}", value.flag()), fmt::format("{}", got.panicking));
    } else {
      comparison.unknown(key);
    }
  }
}

void runDecisions(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const kpa::Settings settings = readSettings(vector.at("spec"), defaults);
  kpa::Memory memory = readMemory(vector);
  for (const JsonReader& step : vector.at("steps").list()) {
    const Instant now = kStart + fromSeconds(step.at("t_s").number(0, 1e7));
    const kpa::Observed observed{readPods(step, "ready_pods"),
                                 step.at("observed_stable").number(0, kMost),
                                 step.at("observed_panic").number(0, kMost)};
    judgeStep(step.at("expected"), kpa::decide(settings, observed, now, memory), comparison);
  }
}

void runStart(const JsonReader& row, const Defaults&, Comparison& comparison) {
  const kpa::Memory memory = kpa::begin(readPods(row, "ready_pods"), kStart);
  comparison.judge("starts_in_panic", fmt::format("{}", row.at("starts_in_panic").flag()),
                   fmt::format("{}", memory.panicking.has_value()));
  comparison.integer("max_panic_pods", row.at("max_panic_pods"), memory.mostPanicPods);
}

}  // namespace

const std::vector<Section>& kpaSections() {
  static const std::vector<Section> sections{{"vectors", runDecisions, "steps"},
                                             {"initial_panic_state", runStart}};
  return sections;
}

}  // namespace evenkeel::conformance
