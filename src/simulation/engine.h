// One simulated run: a scenario's applications on its nodes, request by request or as a fluid.
//
// Deterministic by seed: every component and application draws from streams of its own name. Events
// of the engine's own kinds are handled here; others go to whoever drives it. One thread; several
// engines may run side by side.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "simulation/detail.h"
#include "simulation/fleet.h"
#include "simulation/fluid_flow.h"
#include "simulation/request_flow.h"

namespace evenkeel::simulation {

class ExternalEvents {
 public:
  virtual ~ExternalEvents() = default;
  virtual void fired(std::uint32_t kind, std::uint32_t subject) = 0;
};

class Engine {
 public:
  // The scenario, the watcher and the handler outlive the engine. `intensities`: one for each
  // of the scenario's loads, in order. Fails where a call or request type names a
  // component that is not there, or calls form a circle.
  static Result<std::unique_ptr<Engine>> make(const Scenario& scenario,
                                              std::vector<Intensity> intensities,
                                              FleetWatcher& watcher, ExternalEvents& external,
                                              Detail detail = Detail::Requests);

  // Starts pods and arrivals; once, at time zero.
  void begin();
  // Runs everything due up to and including `end`.
  void run(Nanoseconds end);
  // A run() under way returns after the event being handled.
  void interrupt() { interrupted_ = true; }

  Detail detail() const { return fluid_ ? Detail::Fluid : Detail::Requests; }
  State& state() { return state_; }
  Flow& flow() { return fluid_ ? static_cast<Flow&>(*fluid_) : requests_; }
  Fleet& fleet() { return *fleet_; }
  Nanoseconds now() const { return state_.queue.now(); }

  // kNone where there is none. "application/component".
  std::uint32_t serviceNamed(std::string_view name) const;
  std::uint32_t hostNamed(std::string_view name) const;

  // True for every component and application (see Traffic); of single requests only.
  bool obeysLittlesLaw();

 private:
  explicit Engine(ExternalEvents& external) : requests_(state_), external_(external) {}

  State state_;
  RequestFlow requests_;
  std::unique_ptr<FluidFlow> fluid_;  // in place of the requests
  std::unique_ptr<Fleet> fleet_;
  ExternalEvents& external_;
  bool interrupted_ = false;
};

}  // namespace evenkeel::simulation
