#include "evaluation/conformance/defaults.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/time_text.h"

namespace evenkeel::conformance {
namespace {

constexpr double kMost = 1e15;
constexpr double kMostSeconds = 1e9;

using Read = std::function<void(const JsonReader&)>;

struct Known {
  std::string_view name;
  Read read;
};

Read number(double& value, double low, double high, double scale = 1) {
  return [&value, low, high, scale](const JsonReader& given) {
    value = given.number(low, high) * scale;
  };
}

Read seconds(Duration& value, double low = 0) {
  return [&value, low](const JsonReader& given) {
    value = fromSeconds(given.number(low, kMostSeconds));
  };
}

// "8 x 24h, one peak per window": how many memory windows, and how long one is.
void readMemoryWindow(const JsonReader& given, Duration& interval) {
  const std::string text = given.text();
  const std::size_t times = text.find(" x ");
  const auto length = times == std::string::npos
                          ? parseDuration("")
                          : parseDuration(text.substr(times + 3, text.find(',') - times - 3));
  if (!length || *length < Duration{1s}) {
    return given.fault(fmt::format("is '{}'", text), "as '8 x 24h, one peak per window'");
  }
  interval = *length;
}

// The lower and upper bound's multiplier and exponent.
void readPair(const JsonReader& given) {
  const auto parts = given.list();
  if (parts.size() != 2) return given.fault("is no pair", "[multiplier, exponent]");
  for (const JsonReader& part : parts) part.number(-kMost, kMost);
}

// Bears on no section: a number; told as not looked at unless it is this program's own.
struct Unused {
  std::string_view name;
  double own;
};
constexpr Unused kUnused[] = {
    {"panic_window_percent", 10},
    {"scale_to_zero_grace_period_s", 30},
    {"tick_s", 2},
    {"target_percentile", 0.9},
    {"lower_percentile", 0.5},
    {"upper_percentile", 0.95},
    {"margin_fraction", 0.15},
    {"min_sample_weight", 0.1},
    {"eviction_tolerance", 0.5},
    {"min_replicas", 2},
    {"recommender_interval_s", 60},
    {"updater_interval_s", 60},
};

// Values of `defaults`, which outlives them.
std::vector<Known> knownDefaults(Defaults& defaults) {
  kpa::Settings& kpa = defaults.kpa;
  vpa::UpdateRules& update = defaults.vpaUpdate;
  vpa::RecommenderRules& recommender = defaults.vpaRecommender;
  const Read remark = [](const JsonReader& given) { given.text(); };
  const Read histogram = [](const JsonReader& given) { given.record(); };
  return {
      {"tolerance", number(defaults.tolerance, 0, 1e6)},
      {"cpu_initialization_period_s", number(defaults.cpuInitializationPeriod, 0, 1e6)},
      {"delay_of_initial_readiness_s", number(defaults.initialReadinessDelay, 0, 1e6)},
      {"downscale_stabilization_s", number(defaults.downscaleStabilization, 0, 1e6)},
      {"scale_up", [&](const JsonReader& given) { defaults.scaleUp = given; }},
      {"scale_down", [&](const JsonReader& given) { defaults.scaleDown = given; }},
      {"scale_up_limit", remark},
      {"note", remark},
      {"stable_window_s", seconds(kpa.stableWindow)},
      {"scale_down_delay_s", seconds(kpa.scaleDownDelay)},
      {"panic_threshold_percent", number(kpa.panicThreshold, 0, kMost, 0.01)},
      {"max_scale_up_rate", number(kpa.maxScaleUpRate, 1, kMost)},
      {"max_scale_down_rate", number(kpa.maxScaleDownRate, 1, kMost)},
      {"container_concurrency_target_default", number(kpa.capacity, 1e-6, kMost)},
      {"container_concurrency_target_percentage", number(defaults.kpaUtilization, 1e-6, 100, 0.01)},
      {"target_burst_capacity", number(kpa.targetBurstCapacity, -1, kMost)},
      {"confidence_interval_s", seconds(recommender.confidenceInterval, 1)},
      {"upper_confidence", readPair},
      {"lower_confidence", readPair},
      {"half_life_s",
       [&](const JsonReader& given) {
         defaults.vpaHalfLife = fromSeconds(given.number(1, kMostSeconds));
       }},
      {"cpu_histogram", histogram},
      {"memory_histogram", histogram},
      {"memory_window",
       [&](const JsonReader& given) { readMemoryWindow(given, defaults.vpaUsage.memoryInterval); }},
      {"oom_bump_ratio", number(defaults.vpaUsage.oomBumpRatio, 0, kMost)},
      {"oom_min_bump_bytes", number(defaults.vpaUsage.oomMinBump, 0, kMost)},
      {"pod_min_cpu_milli", number(recommender.podMinimum.cpu, 0, kMost, 0.001)},
      {"pod_min_memory_mb", number(recommender.podMinimum.memory, 0, 1e12, 1 << 20)},
      {"min_change_priority", number(update.minDifference, 0, kMost)},
      {"pod_lifetime_update_threshold_s", seconds(update.minAge)},
      {"evict_after_oom_threshold_s", seconds(update.quickOom)},
  };
}

void refuse(const JsonReader& given, const std::string& name, const std::vector<Known>& known) {
  std::vector<std::string> names;
  for (const Known& one : known) names.emplace_back(one.name);
  for (const Unused& one : kUnused) names.emplace_back(one.name);
  const auto nearest = nearestName(name, names);
  given.fault("is a default that this program does not know",
              nearest ? fmt::format("did you mean '{}'?", *nearest)
                      : "the names in docs/policies/hpa.md, kpa.md and vpa.md");
}

}  // namespace

Defaults readDefaults(const JsonReader& file) {
  Defaults defaults;
  const auto meta = file.find("meta");
  const auto given = meta ? meta->find("defaults") : std::nullopt;
  if (!given) return defaults;
  const std::vector<Known> known = knownDefaults(defaults);
  for (const auto& [name, unread] : given->record()) {
    const auto one = std::ranges::find(known, name, &Known::name);
    const auto unused = std::ranges::find(kUnused, name, &Unused::name);
    if (one == known.end() && unused == std::end(kUnused)) {
      refuse(unread, name, known);
    } else if (unread.isNull()) {
      continue;
    } else if (one != known.end()) {
      one->read(unread);
    } else if (const double value = unread.number(-kMost, kMost); value != unused->own) {
      defaults.notLookedAt.push_back(fmt::format(
          "'{}' is {}, here {}, and no section has to do with it", name, value, unused->own));
    }
  }
  defaults.kpa.target = defaults.kpa.capacity * defaults.kpaUtilization;
  return defaults;
}

}  // namespace evenkeel::conformance
