// The simulated world: a scenario behind the five seams of world/world.h.
//
// It moves only in run(). Everything in it, callbacks of its timeline included, happens on the
// thread that calls; worlds are independent of each other. Same scenario, same calls: same bytes.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "model/scenario.h"
#include "simulation/detail.h"
#include "simulation/run_result.h"
#include "workload/intensity.h"
#include "world/world.h"

namespace evenkeel::simulation {

class SimulatedWorld {
 public:
  // Its loads as workload/ reads them; fails as that does, and where names do not fit.
  static Result<std::unique_ptr<SimulatedWorld>> make(Scenario scenario,
                                                      Detail detail = Detail::Requests);
  // `intensities`: one for each of the scenario's loads, in order.
  static Result<std::unique_ptr<SimulatedWorld>> make(Scenario scenario,
                                                      std::vector<Intensity> intensities,
                                                      Detail detail = Detail::Requests);
  ~SimulatedWorld();

  World world();
  const Scenario& scenario() const;
  Detail detail() const;

  // Runs everything due up to and including `end`; a time that has passed changes nothing.
  void run(Instant end);
  // Makes a run() under way return after the event that is being handled.
  void interrupt();
  Instant now() const;
  // When something happens next; Instant::max(): never.
  Instant nextEvent() const;

  RunResult result() const;
  // Complete windows so far, without copying; no totals. Valid until the next run().
  const RunResult& rows() const;
  // Little's law for every component and application, exactly (see traffic.h).
  bool obeysLittlesLaw() const;

  // Posts nothing any more until the seams are started again: the agent has gone (a crash).
  void disconnect();

 private:
  struct Parts;
  explicit SimulatedWorld(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace evenkeel::simulation
