// What becomes of the load: served request by request (request_flow.h) or as a fluid
// (fluid_flow.h). Either writes into the state what the fleet, the metrics and the results read.
#pragma once

#include "simulation/state.h"

namespace evenkeel::simulation {

class Flow {
 public:
  explicit Flow(State& state) : state_(state) {}
  virtual ~Flow() = default;
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

  // From now on requests arrive.
  virtual void begin() = 0;

  // A pod is ready and gets requests from now on.
  virtual void open(std::uint32_t pod) = 0;
  // It gets none any more and finishes what it has.
  virtual void close(std::uint32_t pod) = 0;
  // It may use so many cores.
  virtual void resize(std::uint32_t pod, double cores) = 0;
  // It stands still in that stage (not Ready): what was in it has failed.
  virtual void stop(std::uint32_t pod, PodStage stage) = 0;
  // Fails what waits for any pod of the service (it is being switched off or removed).
  virtual void loseWaiting(std::uint32_t service) = 0;

  // Core-nanoseconds used by the pod so far.
  virtual double busy(std::uint32_t pod) = 0;
  // Brings the counts in the state up to now.
  virtual void settle() = 0;

 protected:
  // Among the pods that get requests.
  void admit(std::uint32_t pod);
  // False: it was not.
  bool withdraw(std::uint32_t pod);
  // Of the pod's start so far, where it is starting.
  double startUp(const Pod& pod) const;

  State& state_;
};

}  // namespace evenkeel::simulation
