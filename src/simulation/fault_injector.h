// Carries out the scenario's faults that change the world: pods, nodes, the wall clock, authority.
// Those of metrics and mechanisms are asked for by whom they concern (ActiveFaults).
#pragma once

#include "simulation/fleet.h"
#include "simulation/simulated_authority.h"
#include "simulation/simulated_timeline.h"

namespace evenkeel::simulation {

class FaultInjector {
 public:
  FaultInjector(const Scenario& scenario, State& state, Fleet& fleet, SimulatedTimeline& timeline,
                SimulatedAuthority& authority);

  // Faults that have been asked for before their time wait for it.
  void begin();

 private:
  void start(const Fault& fault);
  void end(const Fault& fault);
  void replace(const Fault& fault);
  void killPods(const Fault& fault);
  template <class Act>
  void onHosts(const Fault& fault, Act act);

  const Scenario& scenario_;
  State& state_;
  Fleet& fleet_;
  SimulatedTimeline& timeline_;
  SimulatedAuthority& authority_;
  RandomStream pods_;
};

}  // namespace evenkeel::simulation
