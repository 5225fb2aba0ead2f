// One run of a scenario: the simulated world, a loop in it, and the log of both.
//
// The log gets what a reader needs beside the loop's own records: how the run was started, a row of
// results for every window of every application, and how it ended. One thread. The same scenario,
// policies and seed give the same records.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "knowledge/decision_log.h"
#include "simulation/simulated_world.h"

namespace evenkeel::evaluation {

struct RunSetup {
  std::vector<BoundPolicy> policies;  // they outlive the run
  BoundPolicy fallback;
  std::string program;   // name and version, for the log
  std::string document;  // the scenario as it was read, for the log
  PolicyOfCall policyOfCall = {};
  bool rests = false;  // LoopConfig::rests, and no rows for the log: the outcome is all
};

// How a scenario's loop is set up: live, and when the run is replayed.
LoopConfig loopConfig(const Scenario& scenario, const RunSetup& setup);

// Carries a log's word that an intent is durable to the agent, which is made after the log; in a
// simulated world a decision takes effect that much later (scenario.decisionDelay).
class DurableRelay {
 public:
  void operator()(std::uint64_t position) const;
  void connect(EventSink& sink, Timeline& timeline, Duration delay);
  // From now on nothing is carried any more.
  void disconnect() { sink_ = nullptr; }

 private:
  EventSink* sink_ = nullptr;
  Timeline* timeline_ = nullptr;
  Duration delay_{};
};

enum class RunEnd : std::uint8_t { Completed, Stopped };

// Called now and again on the thread of the run, 20 simulated ms apart at most, of a fluid between
// events; false: stop.
using RunWatch = std::function<bool()>;

// Runs `world` from where it is to the end of its scenario. `durable` is what `log` was made with.
RunEnd run(simulation::SimulatedWorld& world, const RunSetup& setup, DecisionLog& log,
           DurableRelay& durable, const RunWatch& watch);

}  // namespace evenkeel::evaluation
