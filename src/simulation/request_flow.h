// The way of single requests: arrival, routing, service, calls, answer; time-outs and every other
// failure.
//
// A failure travels back over the network as an answer does and fails the caller, unless the callee
// is optional; a stage of calls ends when all of them have answered. A time-out is the caller's own
// clock: it fails the request at once and takes it from wherever it is. What a caller that has gone
// (timed out, lost with its pod) had called goes on where it was begun, and is dropped where it
// comes to its turn in a queue: the server sees the closed connection. Hot path: no allocation, no
// virtual call.
#pragma once

#include "simulation/flow.h"

namespace evenkeel::simulation {

class RequestFlow final : public Flow {
 public:
  using Flow::Flow;

  void begin() override;

  void onArrival(std::uint32_t load);
  void onStation(std::uint32_t pod);
  void onPool(std::uint32_t service);
  void onTimeouts(std::uint32_t service);
  void onHop(std::uint32_t line);

  void open(std::uint32_t pod) override;
  void close(std::uint32_t pod) override;
  void resize(std::uint32_t pod, double cores) override;
  void stop(std::uint32_t pod, PodStage stage) override;
  void loseWaiting(std::uint32_t service) override;
  double busy(std::uint32_t pod) override;
  void settle() override {}  // counts are always up to date

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
  void sendBack(std::uint32_t request, Failure outcome);
  std::uint32_t next(WaitQueue& queue);
  void leavePod(std::uint32_t request);
  void fail(std::uint32_t request, Failure failure);
  void finish(std::uint32_t request, Failure failure);
  void shareOut(Service& service);
  void configure(std::uint32_t pod);
  void setFree(std::uint32_t pod, bool free);
  // Whether that request has ended since it had that turn. A caller outside never has.
  bool hasGone(std::uint32_t request, std::uint32_t turn) const {
    return request != kNone && state_.requests[request].turn != turn;
  }
  Layer layerOf(const Service& service) const;
};

}  // namespace evenkeel::simulation
