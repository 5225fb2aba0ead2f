#include "policy/scaling/vpa_histogram.h"

#include <algorithm>
#include <cmath>

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
      ratio_ == 1 ? value / first_ : std::log(value * (ratio_ - 1) / first_ + 1) / std::log(ratio_);
  return static_cast<std::size_t>(std::min(index, static_cast<double>(count_ - 1)));
}

Histogram::Histogram(const Buckets& buckets, std::optional<Duration> halfLife)
    : buckets_(&buckets), halfLife_(halfLife), weights_(buckets.count()) {}

void Histogram::add(double value, double weight, Instant time) {
  const double counted = weightAt(time, weight);
  weights_[buckets_->find(value)] += counted;
  total_ += counted;
}

void Histogram::subtract(double value, double weight, Instant time) {
  const double counted = weightAt(time, weight);
  double& held = weights_[buckets_->find(value)];
  held = std::max(0.0, held - counted);
  total_ = std::max(0.0, total_ - counted);
}

double Histogram::percentile(double share) const {
  const auto counts = [this](double weight) { return weight >= buckets_->epsilon(); };
  const auto first = std::find_if(weights_.begin(), weights_.end(), counts);
  if (first == weights_.end()) return 0;
  const auto last = std::find_if(weights_.rbegin(), weights_.rend(), counts).base() - 1;
  const double threshold = share * total_;
  auto bucket = first;
  for (double sum = 0; bucket != last; ++bucket) {
    sum += *bucket;
    if (sum >= threshold) break;
  }
  const auto index = static_cast<std::size_t>(bucket - weights_.begin());
  return buckets_->start(std::min(index + 1, buckets_->count() - 1));
}

bool Histogram::empty() const {
  return std::none_of(weights_.begin(), weights_.end(),
                      [this](double weight) { return weight >= buckets_->epsilon(); });
}

double Histogram::weightAt(Instant time, double weight) {
  if (!halfLife_) return weight;
  if (!reference_ || time - *reference_ > *halfLife_ * kMostHalfLives) shiftReference(time);
  return weight * std::exp2(toSeconds(time - *reference_) / toSeconds(*halfLife_));
}

void Histogram::shiftReference(Instant time) {
  const Instant reference = rounded(time, *halfLife_);
  if (reference_) {
    const double factor =
        std::exp2(std::round(toSeconds(*reference_ - reference) / toSeconds(*halfLife_)));
    for (double& weight : weights_) weight *= factor;
    total_ *= factor;
  }
  reference_ = reference;
}

Histogram::Content Histogram::content() const {
  const auto last =
      std::find_if(weights_.rbegin(), weights_.rend(), [](double weight) { return weight > 0; });
  return {reference_, {weights_.begin(), last.base()}};
}

void Histogram::restore(const Content& content) {
  reference_ = content.reference;
  std::fill(weights_.begin(), weights_.end(), 0);
  total_ = 0;
  for (std::size_t i = 0; i < std::min(weights_.size(), content.weights.size()); ++i) {
    const double weight = content.weights[i];
    weights_[i] = std::isfinite(weight) && weight > 0 ? weight : 0;
    total_ += weights_[i];
  }
}

}  // namespace evenkeel::vpa
