// The decaying histogram of the Kubernetes VerticalPodAutoscaler: what was used, newer samples
// counting for more.
//
// The weight of a sample doubles with every half-life that it comes later. A percentile is the end
// of the bucket that it falls into. Source: kubernetes/autoscaler, pkg/recommender/util (2026).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"

namespace evenkeel::vpa {

// How values are put into buckets: all of one width, or each a ratio wider than the one before.
class Buckets {
 public:
  // All > 0; ratio > 1. Weights under `epsilon` count for nothing.
  static Buckets linear(double max, double width, double epsilon);
  static Buckets exponential(double max, double first, double ratio, double epsilon);

  std::size_t count() const { return count_; }
  double start(std::size_t bucket) const;
  std::size_t find(double value) const;  // values below and above go to the ends
  double epsilon() const { return epsilon_; }

 private:
  Buckets(double first, double ratio, double epsilon);

  double first_;
  double ratio_;     // 1: linear
  double logRatio_;  // of it
  double epsilon_;
  std::size_t count_ = 0;
};

class Histogram {
 public:
  // Without a half-life nothing decays.
  explicit Histogram(const Buckets& buckets, std::optional<Duration> halfLife = {});

  // value >= 0, weight > 0
  void add(double value, double weight, Instant time);
  void subtract(double value, double weight, Instant time);
  // share in 0..1; zero where the histogram is empty.
  double percentile(double share) const;
  bool empty() const;

  // What it holds, for a checkpoint; weights are relative to `reference`.
  struct Content {
    std::optional<Instant> reference;
    std::size_t first = 0;        // bucket of the first weight
    std::vector<double> weights;  // of this bucket and those after it; all others are zero
    friend bool operator==(const Content&, const Content&) = default;
  };
  const Content& content() const { return content_; }
  // Weights that are not finite and positive count as zero, buckets too many are dropped.
  void restore(Content content);

 private:
  double& weightOf(std::size_t bucket);
  double weightAt(Instant time, double weight);
  void shiftReference(Instant time);

  const Buckets* buckets_;
  std::optional<Duration> halfLife_;
  Content content_;
  double total_ = 0;
};

}  // namespace evenkeel::vpa
