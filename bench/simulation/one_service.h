// The service that the fluid's benchmarks load: one component, 50 ms of a core a request, pods that
// are there at once, p95 of 250 ms as target, room for any number of pods.
#pragma once

#include "model/scenario.h"

namespace evenkeel {

inline Scenario oneService(int pods, const LoadShape& load, Duration length) {
  Scenario scenario;
  Node node;
  node.name = "node";
  node.allocatable = {Quantity::units(1000), Quantity::units(std::int64_t{1} << 42)};
  scenario.nodes = {node};
  Component component;
  component.name = "web";
  component.replicas = pods;
  component.serving.serviceTime.mean = 50ms;
  component.startup.imageSize = {};
  component.startup.readinessDelay = {};
  Application application;
  application.name = "app";
  application.components = {component};
  Target target;
  target.statistic = Statistic::P95;
  target.value = 0.25;
  application.targets = {target};
  scenario.applications = {application};
  scenario.loads = {{"app", load}};
  scenario.duration = length;
  return scenario;
}

}  // namespace evenkeel
