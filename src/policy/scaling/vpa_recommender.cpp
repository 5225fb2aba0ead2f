#include "policy/scaling/vpa_recommender.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::vpa {
namespace {

Amounts percentileOf(const Usage& usage, double share, double margin) {
  return {usage.cpu.percentile(share) * (1 + margin),
          usage.memory.percentile(share) * (1 + margin)};
}

Amounts scaled(const Amounts& amounts, double confidence, double multiplier, double exponent) {
  return {scaledByConfidence(amounts.cpu, confidence, multiplier, exponent),
          scaledByConfidence(amounts.memory, confidence, multiplier, exponent)};
}

double clampTo(double value, std::optional<double> low, std::optional<double> high) {
  if (low) value = std::max(value, *low);
  if (high) value = std::min(value, *high);
  return value;
}

}  // namespace

double confidence(Duration lifespan, std::uint64_t samples, Duration interval) {
  const double life = toSeconds(lifespan) / toSeconds(interval);
  const double count = static_cast<double>(samples) * 60 / toSeconds(interval);  // one a minute
  return std::min(life, count);
}

double scaledByConfidence(double amount, double confidence, double multiplier, double exponent) {
  if (amount == 0) return 0;
  return amount * std::pow(1 + multiplier / confidence, exponent);
}

double atLeastShare(double amount, double podMinimum, std::size_t containers) {
  return std::max(amount, podMinimum / static_cast<double>(std::max<std::size_t>(containers, 1)));
}

Recommendation recommend(const Usage& usage, const RecommenderRules& rules,
                         std::size_t containers) {
  const Duration lifespan = usage.first && usage.last ? *usage.last - *usage.first : Duration{};
  const double known = confidence(lifespan, usage.samples, rules.confidenceInterval);
  const auto floored = [&](const Amounts& amounts) {
    return Amounts{atLeastShare(amounts.cpu, rules.podMinimum.cpu, containers),
                   atLeastShare(amounts.memory, rules.podMinimum.memory, containers)};
  };
  return {
      floored(scaled(percentileOf(usage, rules.lowerPercentile, rules.margin), known, 0.001, -2)),
      floored(percentileOf(usage, rules.targetPercentile, rules.margin)),
      floored(scaled(percentileOf(usage, rules.upperPercentile, rules.margin), known, 1, 1))};
}

Amounts capped(const Amounts& amounts, const Allowed& allowed) {
  return {clampTo(amounts.cpu, allowed.minimumCpu, allowed.maximumCpu),
          clampTo(amounts.memory, allowed.minimumMemory, allowed.maximumMemory)};
}

}  // namespace evenkeel::vpa
