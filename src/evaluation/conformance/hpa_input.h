// Reading the inputs that vectors of the horizontal pod autoscaler share.
//
// Times are ages in seconds before kNow; an age that is null where a time must be is long ago.
#pragma once

#include <string>
#include <vector>

#include "evaluation/conformance/section.h"
#include "model/asset.h"
#include "policy/scaling/hpa_behavior.h"
#include "policy/scaling/hpa_controller.h"

namespace evenkeel::conformance {

inline constexpr Instant kNow{std::chrono::seconds(2'000'000'000)};

// The pods of a vector with what one metric or several say of them.
struct PodSet {
  std::vector<PodState> states;
  std::vector<std::string> names;
  std::vector<std::vector<std::int64_t>> usage;  // by container; empty: no sample
  std::vector<hpa::PodSample> stamps;            // time and window of the sample
  std::vector<std::vector<std::int64_t>> strangers;
};

PodSet readPods(const JsonReader& vector);
// One pod, with as many containers as it tells anything of, at least `sampled`.
PodState readPod(const JsonReader& pod, std::size_t sampled);
hpa::PodSample readStamp(const JsonReader& pod);

// One metric of a vector and what is read for it; holds what the reading points to.
struct MetricInput {
  MetricSpec spec;
  hpa::MetricReading reading;
  std::vector<hpa::MeasuredPod> pods;
  std::vector<std::int64_t> strangers;
  std::vector<std::int64_t> series;
  std::string fetchError;  // of a metric that could not be fetched from the pods
};

// `metric` has metric_type, target and so on; an unknown type is a reading of unknown source.
MetricInput readMetric(const JsonReader& metric, const PodSet& pods);

std::int32_t readReplicas(const JsonReader& vector, std::string_view key);
hpa::Bounds readBounds(const JsonReader& vector);  // a minimum of null is 1, the API's default
bool readFlag(const JsonReader& vector, std::string_view key);  // not there or null: false
Duration readSeconds(const JsonReader& value);
hpa::Tolerance readTolerance(const JsonReader& vector, const Defaults& defaults);
hpa::Readiness readReadiness(const JsonReader& vector, const Defaults& defaults);
// Absent or null: the API's defaults.
hpa::BehaviorRules readBehavior(const JsonReader& vector, const Defaults& defaults);
hpa::Rules readRules(const JsonReader& rules, const hpa::Rules& defaults);
std::vector<hpa::Recommendation> readRecommendations(const JsonReader& list);
std::vector<hpa::ScaleEvent> readEvents(const JsonReader& list);

// An age in seconds as the instant it was, and an optional one: absent where null.
Instant readAge(const JsonReader& age);
std::optional<Instant> findAge(const JsonReader& vector, std::string_view key);
PodPhase readPhase(const JsonReader& phase);

}  // namespace evenkeel::conformance
