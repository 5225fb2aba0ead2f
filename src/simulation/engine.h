// One simulated run: a scenario's applications on its nodes, request by request.
//
// Deterministic by seed: every component and application draws from streams of its own name. Events
// of the engine's own kinds are handled here; others go to whoever drives it. One thread; several
// engines may run side by side.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "simulation/fleet.h"

namespace evenkeel::simulation {

class ExternalEvents {
 public:
  virtual ~ExternalEvents() = default;
  virtual void fired(std::uint32_t kind, std::uint32_t subject) = 0;
};

class Engine {
 public:
  // The scenario, the watcher and the handler outlive the engine. `intensities` in the order of the
  // scenario's applications, null: no requests. Fails where a call or request type names a
  // component that is not there, or calls form a circle.
  static Result<std::unique_ptr<Engine>> make(const Scenario& scenario,
                                              std::vector<Intensity> intensities,
                                              FleetWatcher& watcher, ExternalEvents& external);

  // Starts pods and arrivals; once, at time zero.
  void begin();
  // Runs everything due up to and including `end`.
  void run(Nanoseconds end);
  // A run() under way returns after the event being handled.
  void interrupt() { interrupted_ = true; }

  State& state() { return state_; }
  RequestFlow& flow() { return flow_; }
  Fleet& fleet() { return fleet_; }
  Nanoseconds now() const { return state_.queue.now(); }

  // kNone where there is none. "application/component".
  std::uint32_t serviceNamed(std::string_view name) const;
  std::uint32_t hostNamed(std::string_view name) const;

  // True for every component and application (see Traffic).
  bool obeysLittlesLaw();

 private:
  Engine(FleetWatcher& watcher, ExternalEvents& external)
      : flow_(state_), fleet_(state_, flow_, watcher), external_(external) {}

  State state_;
  RequestFlow flow_;
  Fleet fleet_;
  ExternalEvents& external_;
  bool interrupted_ = false;
};

}  // namespace evenkeel::simulation
