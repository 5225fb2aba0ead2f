#include "evaluation/bounds/planned_sizes.h"

#include <algorithm>
#include <cmath>

#include "agent/guardrails.h"
#include "performance/component_station.h"

namespace evenkeel::evaluation {
namespace {

constexpr int kSizes = 8;

Duration startUpOf(const Scenario& scenario, const Component& component, double cores) {
  const double speed = scenario.nodes.empty() ? 1 : scenario.nodes.front().speed;
  const double work = toSeconds(component.startup.cpuTime);
  const Duration starting =
      work > 0 && cores * speed > 0 ? fromSeconds(work / (cores * speed)) : 0s;
  return starting + component.startup.readinessDelay + kOrderLead;
}

PlannedSize sizeOf(const Scenario& scenario, const Application& application,
                   const Component& component, Quantity cpu) {
  PlannedSize size;
  size.cpu = cpu;
  const double has = component.requests.cpu.asDouble();
  size.cores = performance::coresOfPod(component);
  if (cpu != component.requests.cpu) {
    size.cores = component.limits && has > 0 ? size.cores * (cpu.asDouble() / has) : cpu.asDouble();
  }
  size.startUp = startUpOf(scenario, component, size.cores);
  size.range = replicaRange(scenario, application, component, {cpu, component.requests.memory});
  return size;
}

// The coarsest of some steps that leaves the first two values apart.
std::int64_t stepBetween(std::int64_t least, double ratio) {
  for (const std::int64_t step : {50, 10, 5}) {
    if (static_cast<double>(least) * (ratio - 1) >= static_cast<double>(step)) return step;
  }
  return 1;
}

}  // namespace

PlannedSizes plannedSizes(const Scenario& scenario, const Application& application,
                          const Component& component) {
  PlannedSizes out;
  std::vector<std::int64_t> values{component.requests.cpu.milli};
  if (component.resourceBounds && isPermitted(application, "resize")) {
    const std::int64_t least =
        std::max<std::int64_t>(1, component.resourceBounds->minimum.cpu.milli);
    const std::int64_t most = component.resourceBounds->maximum.cpu.milli;
    out.change = most > least;
    // One found outside its bounds goes there at once.
    values[0] = std::clamp(values[0], least, std::max(least, most));
    if (out.change) {
      const double ratio =
          std::pow(static_cast<double>(most) / static_cast<double>(least), 1.0 / (kSizes - 1));
      const std::int64_t step = stepBetween(least, ratio);
      for (int i = 1; i + 1 < kSizes; ++i) {
        const double exact = static_cast<double>(least) * std::pow(ratio, i);
        const auto steps =
            static_cast<std::int64_t>(std::llround(exact / static_cast<double>(step)));
        values.push_back(std::clamp(steps * step, least, most));
      }
      values.insert(values.end(), {least, most});
    }
  }
  const std::int64_t has = values[0];
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const std::int64_t value : values) {
    out.sizes.push_back(sizeOf(scenario, application, component, Quantity::millis(value)));
  }
  out.first = static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), has) -
                                       values.begin());
  return out;
}

}  // namespace evenkeel::evaluation
