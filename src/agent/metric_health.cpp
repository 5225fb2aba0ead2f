#include "agent/metric_health.h"

#include <algorithm>

#include "model/metric.h"

namespace evenkeel {
namespace {

struct Tally {
  bool present = false;
  bool fresh = false;
  bool nonZero = false;
};

// `gauge`: of a moment, and may be zero at any.
void count(Tally& tally, const Window* window, Instant now, Duration maxAge, bool gauge) {
  if (window == nullptr || window->empty()) return;
  tally.present = true;
  const Sample* sample = window->fresh(now, maxAge);
  if (sample == nullptr) return;
  tally.fresh = true;
  tally.nonZero =
      tally.nonZero || sample->value != 0 || (gauge && window->max(now - maxAge).value_or(0) > 0);
}

// By one that only waits too: a source that says zero of all of them is out of order.
bool usedByEveryProcess(const std::string& metric) {
  return metric == metric::kCpuUsage || metric == metric::kMemoryWorkingSet;
}

bool trafficPossible(const Window* traffic, Instant now, Duration maxAge) {
  if (traffic == nullptr) return true;
  const auto largest = traffic->max(now - maxAge);
  return !largest || *largest > 0;
}

}  // namespace

bool doubtsApartFromTraffic(const PolicyNeeds& needs) {
  return std::all_of(needs.metrics.begin(), needs.metrics.end(), [](const MetricNeed& need) {
    return !need.deciding || usedByEveryProcess(need.metric);
  });
}

Doubt metricDoubt(const ComponentView& component, const PolicyNeeds& needs, Instant now,
                  Duration maxAge, const Window* traffic) {
  for (std::size_t i = 0; i < needs.metrics.size(); ++i) {
    const MetricNeed& need = needs.metrics[i];
    if (!need.deciding) continue;
    Tally tally;
    const bool gauge = need.metric == metric::kActiveRequests;
    if (need.of == MetricOf::Component) {
      count(tally, component.metrics[i], now, maxAge, gauge);
    } else {
      for (const PodView& pod : component.pods) count(tally, pod.metrics[i], now, maxAge, gauge);
    }
    if (!tally.present) return need.metric + " is missing";
    if (!tally.fresh) return need.metric + " is stale";
    if (tally.nonZero) continue;
    if (usedByEveryProcess(need.metric))
      return need.metric + " is exactly zero, which it never is of a running pod";
    if (trafficPossible(traffic, now, maxAge))
      return need.metric + " is zero while there is traffic";
  }
  return {};
}

}  // namespace evenkeel
