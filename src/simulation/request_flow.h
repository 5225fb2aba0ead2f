// The way of requests: arrival, routing, service, calls, answer; time-outs and every other failure.
//
// A failure reaches the caller at once and fails it, unless the callee is optional; a stage of
// calls ends when all of them have answered. A time-out takes a request from wherever it is; calls
// that it had made go on without it. Hot path: no allocation, no virtual call.
#pragma once

#include "simulation/state.h"

namespace evenkeel::simulation {

class RequestFlow {
 public:
  explicit RequestFlow(State& state) : state_(state) {}

  // Draws the first arrival of every load.
  void begin();

  void onArrival(std::uint32_t load);
  void onStation(std::uint32_t pod);
  void onPool(std::uint32_t service);
  void onTimeouts(std::uint32_t service);
  void onHop(std::uint32_t line);

  // A pod is ready and gets requests from now on.
  void open(std::uint32_t pod);
  // It gets none any more and finishes what it has.
  void close(std::uint32_t pod);
  // It may use so many cores.
  void resize(std::uint32_t pod, double cores);
  // It stands still in that stage (not Ready): what was in it has failed.
  void stop(std::uint32_t pod, PodStage stage);
  // Fails what waits for any pod of the service (it is being switched off or removed).
  void loseWaiting(std::uint32_t service);

  // Core-nanoseconds used by the pod so far.
  double busy(std::uint32_t pod);

 private:
  void drawArrival(LoadRun& load);
  void issue(std::uint32_t service, std::uint32_t parent, Layer callerLayer);
  void route(std::uint32_t request);
  void enterPod(std::uint32_t request, std::uint32_t pod);
  void begin(std::uint32_t request, std::uint32_t pod);
  void occupy(Pod& pod);
  void fill(std::uint32_t pod);
  void fillPool(std::uint32_t service);
  void arm(Timer timer, const Station& station);
  void served(std::uint32_t request);
  void callNext(std::uint32_t request);
  void answered(std::uint32_t parent, bool failed);
  void answer(std::uint32_t request);
  void leavePod(std::uint32_t request);
  void fail(std::uint32_t request, Failure failure);
  void finish(std::uint32_t request, Failure failure);
  void settle(Service& service);
  void configure(std::uint32_t pod);
  void setFree(std::uint32_t pod, bool free);
  Layer layerOf(const Service& service) const;

  State& state_;
};

}  // namespace evenkeel::simulation
