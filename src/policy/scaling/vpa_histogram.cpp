#include "policy/scaling/vpa_histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace evenkeel::vpa {
namespace {

// Further apart than this, weights are scaled down instead of growing.
constexpr int kMostHalfLives = 100;

Instant rounded(Instant time, Duration step) {
  const std::int64_t ns = time.time_since_epoch().count();
  const std::int64_t rest = ns % step.count();
  return Instant(Duration(2 * rest < step.count() ? ns - rest : ns - rest + step.count()));
}

}  // namespace

Buckets::Buckets(double first, double ratio, double epsilon)
    : first_(first), ratio_(ratio), logRatio_(std::log(ratio)), epsilon_(epsilon) {}

Buckets Buckets::linear(double max, double width, double epsilon) {
  Buckets buckets(width, 1, epsilon);
  buckets.count_ = static_cast<std::size_t>(std::ceil(max / width)) + 1;
  return buckets;
}

Buckets Buckets::exponential(double max, double first, double ratio, double epsilon) {
  Buckets buckets(first, ratio, epsilon);
  const double last = std::log(max * (ratio - 1) / first + 1) / std::log(ratio);
  buckets.count_ = static_cast<std::size_t>(std::ceil(last)) + 1;
  return buckets;
}

double Buckets::start(std::size_t bucket) const {
  const auto index = static_cast<double>(bucket);
  if (ratio_ == 1) return index * first_;
  return first_ * (std::pow(ratio_, index) - 1) / (ratio_ - 1);
}

std::size_t Buckets::find(double value) const {
  if (!(value >= first_)) return 0;
  const double index =
      ratio_ == 1 ? value / first_ : std::log(value * (ratio_ - 1) / first_ + 1) / logRatio_;
  return static_cast<std::size_t>(std::min(index, static_cast<double>(count_ - 1)));
}

Histogram::Histogram(const Buckets& buckets, std::optional<Duration> halfLife)
    : buckets_(&buckets), halfLife_(halfLife) {}

double& Histogram::weightOf(std::size_t bucket) {
  auto& [reference, first, weights] = content_;
  if (weights.empty()) first = bucket;
  if (bucket < first) {
    weights.insert(weights.begin(), first - bucket, 0);
    first = bucket;
  }
  if (bucket - first >= weights.size()) weights.resize(bucket - first + 1);
  return weights[bucket - first];
}

void Histogram::add(double value, double weight, Instant time) {
  const double counted = weightAt(time, weight);
  weightOf(buckets_->find(value)) += counted;
  total_ += counted;
}

void Histogram::subtract(double value, double weight, Instant time) {
  const double counted = weightAt(time, weight);
  double& held = weightOf(buckets_->find(value));
  held = std::max(0.0, held - counted);
  total_ = std::max(0.0, total_ - counted);
}

double Histogram::percentile(double share) const {
  const auto counts = [this](double weight) { return weight >= buckets_->epsilon(); };
  const std::vector<double>& weights = content_.weights;
  const auto first = std::find_if(weights.begin(), weights.end(), counts);
  if (first == weights.end()) return 0;
  const auto last = std::find_if(weights.rbegin(), weights.rend(), counts).base() - 1;
  const double threshold = share * total_;
  auto bucket = first;
  for (double sum = 0; bucket != last; ++bucket) {
    sum += *bucket;
    if (sum >= threshold) break;
  }
  const auto index = content_.first + static_cast<std::size_t>(bucket - weights.begin());
  return buckets_->start(std::min(index + 1, buckets_->count() - 1));
}

bool Histogram::empty() const {
  return std::none_of(content_.weights.begin(), content_.weights.end(),
                      [this](double weight) { return weight >= buckets_->epsilon(); });
}

double Histogram::weightAt(Instant time, double weight) {
  if (!halfLife_) return weight;
  const auto& reference = content_.reference;
  if (!reference || time - *reference > *halfLife_ * kMostHalfLives) shiftReference(time);
  return weight * std::exp2(toSeconds(time - *reference) / toSeconds(*halfLife_));
}

void Histogram::shiftReference(Instant time) {
  const Instant reference = rounded(time, *halfLife_);
  auto& held = content_.reference;
  if (held) {
    const double factor =
        std::exp2(std::round(toSeconds(*held - reference) / toSeconds(*halfLife_)));
    for (double& weight : content_.weights) weight *= factor;
    total_ *= factor;
  }
  held = reference;
}

void Histogram::restore(Content content) {
  content_ = std::move(content);
  content_.first = std::min(content_.first, buckets_->count());
  std::vector<double>& weights = content_.weights;
  weights.resize(std::min(weights.size(), buckets_->count() - content_.first));
  total_ = 0;
  for (double& weight : weights) {
    if (!std::isfinite(weight) || weight < 0) weight = 0;
    total_ += weight;
  }
}

}  // namespace evenkeel::vpa
