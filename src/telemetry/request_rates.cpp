#include "telemetry/request_rates.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "model/metric.h"

namespace evenkeel::telemetry {
namespace {

using Figure = std::optional<double>;

// False: it has fallen.
bool rise(const Figure& before, const Figure& after, double divisor, Figure& out) {
  if (!before || !after) return true;
  if (*after < *before) return false;
  out = (*after - *before) / divisor;
  return true;
}

bool haveSameBounds(const std::map<double, double>& a, const std::map<double, double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& one, const auto& other) { return one.first == other.first; });
}

// Of cumulative counts by their bounds; the last is that of all. Absent: there are none.
Figure quantileOf(double quantile, const std::map<double, double>& buckets) {
  if (buckets.empty() || buckets.rbegin()->second <= 0) return std::nullopt;
  const double rank = quantile * buckets.rbegin()->second;
  double bound = 0;
  double below = 0;
  for (const auto& [most, count] : buckets) {
    if (std::isinf(most)) return bound > 0 ? Figure(bound) : std::nullopt;
    if (count >= rank && count > below)
      return bound + (most - bound) * std::max(0.0, rank - below) / (count - below);
    bound = most;
    below = std::max(below, count);
  }
  return bound;
}

class Sum {
 public:
  void add(const Figure& value) {
    if (!value) return;
    sum_ += *value;
    ++known_;
  }
  // For so many pods in all; absent: too few are known.
  Figure over(std::size_t pods) const {
    if (known_ == 0 || 2 * known_ < pods) return std::nullopt;
    return sum_ * static_cast<double>(pods) / static_cast<double>(known_);
  }

 private:
  double sum_ = 0;
  std::size_t known_ = 0;
};

}  // namespace

std::optional<RequestRates> ratesBetween(const RequestFigures& before, const RequestFigures& after,
                                         Duration span) {
  const double seconds = toSeconds(span);
  RequestRates rates;
  rates.active = after.active;
  if (!rise(before.requests, after.requests, seconds, rates.requests) ||
      !rise(before.errors, after.errors, seconds, rates.errors) ||
      !rise(before.timed, after.timed, 1, rates.timed) ||
      !rise(before.seconds, after.seconds, 1, rates.seconds))
    return std::nullopt;
  if (!haveSameBounds(before.buckets, after.buckets)) return rates;
  for (const auto& [most, count] : after.buckets) {
    const double rise = count - before.buckets.at(most);
    if (rise < 0) return std::nullopt;
    rates.buckets[most] = rise;
  }
  return rates;
}

std::map<std::string_view, double> componentFigures(std::span<const PodRates> pods) {
  std::set<std::string_view> counting;  // makers
  for (const PodRates& pod : pods) {
    if (pod.rates && pod.rates->requests) counting.insert(pod.maker);
  }
  Sum requests;
  Sum errors;
  Sum active;
  double timed = 0;
  double seconds = 0;
  std::map<double, double> buckets;
  bool agree = true;
  for (const PodRates& pod : pods) {
    if (!pod.rates) continue;
    const RequestRates& rates = *pod.rates;
    const bool none = !rates.requests && counting.contains(pod.maker);
    requests.add(none ? 0 : rates.requests);
    errors.add(none ? 0 : rates.errors);
    active.add(rates.active);
    if (!rates.timed || !rates.seconds) continue;
    timed += *rates.timed;
    seconds += *rates.seconds;
    agree = agree && (buckets.empty() || haveSameBounds(buckets, rates.buckets));
    if (!agree) continue;
    for (const auto& [most, count] : rates.buckets) buckets[most] += count;
  }
  std::map<std::string_view, double> figures;
  const auto tell = [&figures](std::string_view name, const Figure& value) {
    if (value && std::isfinite(*value)) figures[name] = *value;
  };
  tell(metric::kRequestRate, requests.over(pods.size()));
  tell(metric::kErrorRate, errors.over(pods.size()));
  tell(metric::kActiveRequests, active.over(pods.size()));
  if (timed > 0 && figures.contains(metric::kRequestRate)) {
    tell(metric::kDurationMean, seconds / timed);
    if (!agree) return figures;
    tell(metric::kDurationP50, quantileOf(0.5, buckets));
    tell(metric::kDurationP95, quantileOf(0.95, buckets));
    tell(metric::kDurationP99, quantileOf(0.99, buckets));
  }
  return figures;
}

}  // namespace evenkeel::telemetry
