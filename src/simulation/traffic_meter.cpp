#include "simulation/traffic_meter.h"

namespace evenkeel::simulation {

void TrafficMeter::collect(Traffic& traffic) {
  const std::int64_t failures = traffic.failures();
  for (TrafficWindow* window : {&scrape_, &row_}) {
    window->completed += traffic.completed - completed_;
    window->failed += failures - failed_;
    if (traffic.recent.count() > 0) window->responses.merge(traffic.recent);
  }
  completed_ = traffic.completed;
  failed_ = failures;
  if (traffic.recent.count() > 0) traffic.recent.clear();
}

}  // namespace evenkeel::simulation
