// Sections of hpa-behavior.json: rate_limit, no_behavior_limit, policy_limit, stabilize, normalize,
// event_store.
#include <fmt/format.h>

#include "evaluation/conformance/hpa_input.h"
#include "evaluation/conformance/section.h"
#include "policy/scaling/hpa_arithmetic.h"

namespace evenkeel::conformance {
namespace {

hpa::ScaleEvents readBothEvents(const JsonReader& vector) {
  return {readEvents(vector.at("scale_up_events")), readEvents(vector.at("scale_down_events"))};
}

void judgeLimited(const JsonReader& expected, const hpa::Limited& got, Comparison& comparison) {
  for (const auto& [key, value] : expected.record()) {
    if (key == "replicas") {
      comparison.integer(key, value, got.replicas);
    } else if (key == "condition") {
      comparison.text(key, value, got.reason);
    } else {
      comparison.unknown(key);
    }
  }
}

void runRateLimit(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  checkKind(vector, "rate_limit");
  const auto got =
      hpa::limit(readReplicas(vector, "current_replicas"), readReplicas(vector, "desired_replicas"),
                 readBounds(vector), readBehavior(vector, defaults), readBothEvents(vector), kNow);
  judgeLimited(vector.at("expected"), got, comparison);
}

void runNoBehaviorLimit(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  checkKind(vector, "no_behavior_limit");
  const auto got = hpa::limit(readReplicas(vector, "current_replicas"),
                              readReplicas(vector, "desired_replicas"), readBounds(vector));
  judgeLimited(vector.at("expected"), got, comparison);
}

void runPolicyLimit(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  checkKind(vector, "policy_limit");
  const std::string direction = vector.at("direction").text();
  const bool up = direction == "up";
  if (!up && direction != "down")
    vector.at("direction").fault(fmt::format("is '{}'", direction), "up or down");
  const auto apis = readBehavior(vector, defaults);
  const hpa::Rules rules = readRules(vector.at("rules"), up ? apis.up : apis.down);
  const auto current = readReplicas(vector, "current_replicas");
  const hpa::ScaleEvents events = readBothEvents(vector);
  comparison.integer("limit", vector.at("expected_limit"),
                     up ? hpa::scaleUpLimit(current, rules, events, kNow)
                        : hpa::scaleDownLimit(current, rules, events, kNow));
}

std::string textOf(const std::vector<hpa::Recommendation>& log) {
  std::string text;
  for (const auto& entry : log)
    text += fmt::format("{}{}", text.empty() ? "" : " ", entry.replicas);
  return fmt::format("[{}]", text);
}

void judgeLog(const JsonReader& expected, const std::vector<hpa::Recommendation>& got,
              Comparison& comparison) {
  if (expected.isNull()) return;
  std::vector<hpa::Recommendation> wanted;
  for (const auto& replicas : expected.list())
    wanted.push_back({static_cast<std::int32_t>(replicas.integer(0, hpa::kMaxReplicas)), {}});
  comparison.judge("log", textOf(wanted), textOf(got));
}

void runStabilize(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const std::string kind = vector.at("kind").text();
  auto log = readRecommendations(vector.at("prior"));
  const auto desired = readReplicas(vector, "desired_replicas");
  hpa::Limited got;
  if (kind == "stabilize_no_behavior") {
    got.replicas = hpa::stabilize(log, desired, readSeconds(vector.at("window_s")), kNow);
  } else if (kind == "stabilize_behavior") {
    hpa::BehaviorRules rules = readBehavior(vector, defaults);
    rules.up.stabilizationWindow = readSeconds(vector.at("scale_up_window_s"));
    rules.down.stabilizationWindow = readSeconds(vector.at("scale_down_window_s"));
    got = hpa::stabilize(log, readReplicas(vector, "current_replicas"), desired, rules, kNow);
  } else {
    vector.at("kind").fault(fmt::format("is '{}'", kind),
                            "stabilize_no_behavior or stabilize_behavior");
  }
  for (const auto& [key, value] : vector.at("expected").record()) {
    if (key == "replicas") {
      comparison.integer(key, value, got.replicas);
    } else if (key == "log_length") {
      comparison.integer(key, value, static_cast<std::int64_t>(log.size()));
    } else if (key == "log") {
      judgeLog(value, log, comparison);
    } else if (key == "reason") {
      comparison.text(key, value, got.reason);
    } else {
      comparison.unknown(key);
    }
  }
}

void runNormalize(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const std::string kind = vector.at("kind").text();
  hpa::Autoscaler autoscaler;
  autoscaler.bounds = readBounds(vector);
  autoscaler.settings.downscaleStabilization = fromSeconds(defaults.downscaleStabilization);
  if (const auto window = vector.find("window_s"))
    autoscaler.settings.downscaleStabilization = readSeconds(*window);
  const hpa::BehaviorRules rules = readBehavior(vector, defaults);
  if (kind == "normalize_behavior") {
    autoscaler.behavior = &rules;
  } else if (kind != "normalize_no_behavior") {
    vector.at("kind").fault(fmt::format("is '{}'", kind),
                            "normalize_no_behavior or normalize_behavior");
  }
  hpa::Memory memory;
  memory.recommendations = readRecommendations(vector.at("prior"));
  if (const auto events = vector.find("scale_up_events")) memory.events.up = readEvents(*events);
  if (const auto events = vector.find("scale_down_events"))
    memory.events.down = readEvents(*events);
  hpa::Conditions conditions;
  const auto replicas =
      hpa::normalize(autoscaler, readReplicas(vector, "current_replicas"),
                     readReplicas(vector, "desired_replicas"), kNow, memory, conditions);
  for (const auto& [key, value] : vector.at("expected").record()) {
    if (key == "replicas") {
      comparison.integer(key, value, replicas);
    } else if (key == "able_to_scale_reason") {
      comparison.text(key, value, conditions.ableToScale->reason);
    } else if (key == "scaling_limited") {
      comparison.condition(
          key, value,
          std::pair(conditions.scalingLimited->status, conditions.scalingLimited->reason));
    } else {
      comparison.unknown(key);
    }
  }
}

std::string textOf(const std::vector<hpa::ScaleEvent>& events) {
  std::string text;
  for (const auto& event : events)
    text += fmt::format("{}{}{}", text.empty() ? "" : " ", event.change,
                        event.outdated ? " (outdated)" : "");
  return fmt::format("[{}]", text);
}

void judgeStored(const JsonReader& expected, const std::vector<hpa::ScaleEvent>& got,
                 Comparison& comparison) {
  if (expected.isNull()) return;
  std::vector<hpa::ScaleEvent> wanted;
  for (const auto& event : expected.list())
    wanted.push_back({readReplicas(event, "change"), {}, readFlag(event, "outdated")});
  comparison.judge("stored", textOf(wanted), textOf(got));
}

void runEventStore(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  checkKind(vector, "store_event");
  auto events = readEvents(vector.at("prior"));
  const auto before = hpa::changeWithin(events, readSeconds(vector.at("window_query_s")), kNow);
  const auto change = readReplicas(vector, "replica_change");
  // Without a behavior nothing is stored.
  if (const auto rules = vector.find("rules"))
    hpa::storeEvent(events, change, readRules(*rules, {}), kNow);
  for (const auto& [key, value] : vector.at("expected").record()) {
    if (key == "change_in_window_before") {
      comparison.integer(key, value, before);
    } else if (key == "stored") {
      judgeStored(value, events, comparison);
    } else {
      comparison.unknown(key);
    }
  }
}

}  // namespace

const std::vector<Section>& hpaBehaviorSections() {
  static const std::vector<Section> sections{
      {"rate_limit", runRateLimit},     {"no_behavior_limit", runNoBehaviorLimit},
      {"policy_limit", runPolicyLimit}, {"stabilize", runStabilize},
      {"normalize", runNormalize},      {"event_store", runEventStore}};
  return sections;
}

}  // namespace evenkeel::conformance
