// A small simulated application under test: one scenario, one engine, what was measured after a
// warm-up.
#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "simulation/engine.h"
#include "workload/generators.h"

namespace evenkeel::simulation::test {

class NoEvents final : public FleetWatcher, public ExternalEvents {
 public:
  void fired(std::uint32_t, std::uint32_t) override {}
};

inline Node node(std::string name, std::int64_t cores = 64) {
  Node made;
  made.name = std::move(name);
  made.allocatable = {Quantity::units(cores), Quantity::units(std::int64_t{256} << 30)};
  return made;
}

// Starts at once: no image, no start-up work, no delay.
inline Component component(std::string name, Discipline discipline, ServiceTime time,
                           std::int32_t replicas = 1) {
  Component made;
  made.name = std::move(name);
  made.replicas = replicas;
  made.serving.discipline = discipline;
  made.serving.queueLimit = 1'000'000;
  made.serving.serviceTime = std::move(time);
  made.startup.imageSize = {};
  made.startup.readinessDelay = {};
  return made;
}

inline ServiceTime exponential(Duration mean) {
  return {DistributionKind::Exponential, mean, 1, {}};
}

inline Scenario scenario(std::vector<Component> components) {
  Scenario made;
  made.nodes = {node("node")};
  Application application;
  application.name = "app";
  application.components = std::move(components);
  made.applications = {std::move(application)};
  return made;
}

struct Trial {
  Trial(const Scenario& scenario_, std::vector<double> rates)
      : scenario(std::make_unique<Scenario>(scenario_)) {
    std::vector<Intensity> intensities;
    for (std::size_t a = 0; a < rates.size(); ++a) {
      scenario->loads.push_back({scenario->applications.at(a).name, SteadyLoad{rates[a]}, 0});
      intensities.push_back(*intensityOf(SteadyLoad{rates[a]}, std::chrono::hours(24 * 365)));
    }
    auto made = Engine::make(*scenario, std::move(intensities), nobody, nobody);
    if (!made) throw std::runtime_error(made.error().text());
    engine = std::move(*made);
    engine->begin();
  }
  // Little's law is asserted wherever a run stops.
  void until(Duration time) {
    engine->run(time.count());
    if (!engine->obeysLittlesLaw()) throw std::logic_error("Little's law does not hold");
  }
  Service& service(std::string_view name) {
    return engine->state().services.at(engine->serviceNamed(name));
  }
  Traffic& application(std::size_t index = 0) {
    return engine->state().applications.at(index).traffic;
  }
  Pod& pod(std::string_view service_, std::size_t index) {
    return engine->state().pods[service(service_).pods.at(index)];
  }

  NoEvents nobody;
  std::unique_ptr<Scenario> scenario;
  std::unique_ptr<Engine> engine;
};

// Of what happened between two moments of a run.
struct Measured {
  double meanResponse = 0;  // seconds, of the successful
  double lossRatio = 0;
};

inline Measured measure(const Scenario& scenario, double rate, Duration warmUp, Duration end) {
  Trial run(scenario, {rate});
  run.until(warmUp);
  const Traffic before = run.application();
  run.until(end);
  const Traffic& after = run.application();
  const auto completed = static_cast<double>(after.completed - before.completed);
  const auto failed = static_cast<double>(after.failures() - before.failures());
  return {static_cast<double>(after.responseSum - before.responseSum) * 1e-9 / completed,
          failed / (completed + failed)};
}

struct Interval {
  double mean = 0;
  double halfWidth = 0;  // of the 99.9 % confidence interval
};

// Twenty independent replications (seeds 1 to 20), Student's t with 19 degrees of freedom.
inline Interval replicate(const std::function<double(std::uint64_t seed)>& once) {
  constexpr int kRuns = 20;
  constexpr double kStudent = 3.883;
  double sum = 0;
  double squares = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const double value = once(seed);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kRuns;
  const double variance = std::max(0.0, (squares - kRuns * mean * mean) / (kRuns - 1));
  return {mean, kStudent * std::sqrt(variance / kRuns)};
}

}  // namespace evenkeel::simulation::test
