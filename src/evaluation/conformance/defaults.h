// The constants of the vectors' source, which `meta.defaults` of a file may replace: they stand for
// what a vector leaves out.
//
// Known are the constants of all four rules, under the names that the files give them; any other is
// a fault. Some of them bear on no section here (how often a rule decides, say): they are read like
// the rest, and one that is not what this program has is told as not looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/conformance/json_value.h"
#include "policy/scaling/kpa_decider.h"
#include "policy/scaling/vpa_recommender.h"
#include "policy/scaling/vpa_updater.h"
#include "policy/scaling/vpa_usage.h"

namespace evenkeel::conformance {

struct Defaults {
  // Of the horizontal pod autoscaler.
  double tolerance = 0.1;
  double cpuInitializationPeriod = 120;  // s
  double initialReadinessDelay = 10;     // s
  double downscaleStabilization = 300;   // s
  // Rules in place of the API's for what a vector's rules leave out.
  std::optional<JsonReader> scaleUp;
  std::optional<JsonReader> scaleDown;

  kpa::Settings kpa;
  double kpaUtilization = 0.7;  // the target is this share of the capacity

  vpa::UsageRules vpaUsage;
  vpa::UpdateRules vpaUpdate;
  vpa::RecommenderRules vpaRecommender;
  std::optional<Duration> vpaHalfLife;  // where the file gives one

  // In words: constants that are not this program's and that no section here has to do with.
  std::vector<std::string> notLookedAt;
};

// Faults are left in the reading of `file`.
Defaults readDefaults(const JsonReader& file);

}  // namespace evenkeel::conformance
