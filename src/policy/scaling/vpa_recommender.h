// From what was used to what should be asked for, and between which bounds that is good enough.
//
// Source: kubernetes/autoscaler, pkg/recommender/logic and pkg/utils/vpa (2026). Units: cores,
// bytes.
#pragma once

#include <cstddef>
#include <optional>

#include "policy/scaling/vpa_usage.h"

namespace evenkeel::vpa {

struct Amounts {
  double cpu = 0;
  double memory = 0;
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

struct Recommendation {
  Amounts lower;
  Amounts target;
  Amounts upper;
};

struct RecommenderRules {
  double targetPercentile = 0.9;
  double lowerPercentile = 0.5;
  double upperPercentile = 0.95;
  double margin = 0.15;
  Duration confidenceInterval = std::chrono::hours(24);
  Amounts podMinimum{0.025, 250.0 * (1 << 20)};  // shared by its containers
};

// How much of the confidence interval is known: 0 with no history, without limit.
double confidence(Duration lifespan, std::uint64_t samples, Duration interval);
// amount * (1 + multiplier / confidence) ^ exponent
double scaledByConfidence(double amount, double confidence, double multiplier, double exponent);
double atLeastShare(double amount, double podMinimum, std::size_t containers);

// For one of `containers` of a pod.
Recommendation recommend(const Usage& usage, const RecommenderRules& rules,
                         std::size_t containers = 1);

// What the owner allows; an absent limit is none.
struct Allowed {
  std::optional<double> minimumCpu, minimumMemory;
  std::optional<double> maximumCpu, maximumMemory;
};
Amounts capped(const Amounts& amounts, const Allowed& allowed);

}  // namespace evenkeel::vpa
