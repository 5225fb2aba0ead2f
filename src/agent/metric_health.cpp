#include "agent/metric_health.h"

namespace evenkeel {
namespace {

struct Tally {
  bool present = false;
  bool fresh = false;
  bool nonZero = false;
};

void count(Tally& tally, const Window* window, Instant now, Duration maxAge) {
  if (window == nullptr || window->empty()) return;
  tally.present = true;
  const Sample* sample = window->fresh(now, maxAge);
  if (sample == nullptr) return;
  tally.fresh = true;
  tally.nonZero = tally.nonZero || sample->value != 0;
}

bool trafficPossible(const Window* traffic, Instant now, Duration maxAge) {
  if (traffic == nullptr) return true;
  const auto largest = traffic->max(now - maxAge);
  return !largest || *largest > 0;
}

}  // namespace

HealthReport metricHealth(const ComponentView& component, const PolicyNeeds& needs, Instant now,
                          Duration maxAge, const Window* traffic) {
  for (std::size_t i = 0; i < needs.metrics.size(); ++i) {
    const MetricNeed& need = needs.metrics[i];
    if (!need.deciding) continue;
    Tally tally;
    if (need.of == MetricOf::Component) {
      count(tally, component.metrics[i], now, maxAge);
    } else {
      for (const PodView& pod : component.pods) count(tally, pod.metrics[i], now, maxAge);
    }
    if (!tally.present) return {MetricHealth::Missing, need.metric};
    if (!tally.fresh) return {MetricHealth::Stale, need.metric};
    if (!tally.nonZero && trafficPossible(traffic, now, maxAge)) {
      return {MetricHealth::ZeroUnderTraffic, need.metric};
    }
  }
  return {};
}

}  // namespace evenkeel
