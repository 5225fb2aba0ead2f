// A figure over several seeds: its middle, its spread, and how sure the mean is.
//
// The interval is Student's, 95 % (the values taken as independent and not far from normal). For
// two policies on the same draws, summarize the differences seed by seed, not each on its own.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace evenkeel::evaluation {

struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Summary {
  std::size_t count = 0;
  double mean = 0;  // zero, as the median, where there are no values
  double median = 0;
  std::optional<double> deviation;   // standard, of the sample; from two values on
  std::optional<Interval> interval;  // 95 % of the mean; from two values on
  friend bool operator==(const Summary&, const Summary&) = default;
};

// Does not depend on the order of the values.
Summary summarize(std::span<const double> values);

// ours[i] - theirs[i]; as many as the shorter has.
std::vector<double> differences(std::span<const double> ours, std::span<const double> theirs);

// Two-sided 95 % quantile of Student's t; freedom >= 1.
double studentT95(std::size_t freedom);

}  // namespace evenkeel::evaluation
