// A pod of the simulated world, from the moment it is asked for to its end.
#pragma once

#include <optional>

#include "model/asset.h"
#include "simulation/station.h"
#include "simulation/wait_queue.h"

namespace evenkeel::simulation {

enum class PodStage : std::uint8_t {
  Pending,   // no node yet
  Pulling,   // its image is on the way
  Starting,  // burns its start-up CPU
  Warming,   // readiness delay
  Ready,
  BackOff,  // its container died; waits to be started again on the same node
  Lost,     // its node is down: not replaced yet
  Gone,
};

struct Pod {
  std::uint64_t number = 0;  // rises from pod to pod over the whole run
  std::uint32_t service = 0;
  std::uint32_t host = kNone;
  std::uint32_t onlyHost = kNone;  // moved to that node by order
  PodStage stage = PodStage::Gone;
  bool draining = false;     // graceful stop: serves what it has, gets nothing new
  bool outOfMemory = false;  // to be killed by the next life event
  bool lastKilledForMemory = false;
  std::int32_t restarts = 0;
  Nanoseconds bound = 0;
  Nanoseconds readyChange = kNever;
  Nanoseconds stageBegan = 0;
  Nanoseconds graceEnd = kNever;

  Resources requests;
  std::optional<Resources> limits;
  // In force: the limit, else the request. It gets them however many cores the limits of its node's
  // pods add up to: that pods contend for a node's CPU is not simulated.
  double cores = 0;

  std::uint32_t inFlight = 0;
  std::uint32_t memoryInFlight = kNone;  // more than this many in flight is more than its limit
  std::uint32_t concurrency = 1;         // in service at once
  std::uint32_t freePosition = kNone;    // in the service's list of pods with room

  Station station;
  WaitQueue waiting;
  Timer stationTimer = kNoTimer;
  Timer lifeTimer = kNoTimer;
  double otherBusy = 0;  // core-ns: start-up work, and its share of a pooled station

  bool serves() const { return stage == PodStage::Ready && !draining; }
};

}  // namespace evenkeel::simulation
