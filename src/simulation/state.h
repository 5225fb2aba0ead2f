// The whole state of one simulated run, as plain structs: what the request flow and the fleet
// share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/scenario.h"
#include "simulation/arrivals.h"
#include "simulation/delay_line.h"
#include "simulation/integral.h"
#include "simulation/pod.h"
#include "simulation/service_sampler.h"
#include "simulation/traffic.h"
#include "workload/arrival_process.h"

namespace evenkeel::simulation {

enum class EventKind : std::uint32_t {
  Arrival,  // subject: load
  Station,  // pod
  Pool,     // service with a shared station
  Timeout,  // service
  Hop,      // delay line
  PodLife,  // pod
  External  // and above: whoever drives the engine
};

struct Call {
  std::uint32_t callee = 0;
  std::int32_t stage = 0;
  std::uint32_t certain = 1;  // requests made for sure
  double further = 0;         // probability of one more
  double probability = 1;     // of making the call at all
};

// A component at run time.
struct Service {
  Service(const Component& spec_, ServiceSampler sampler_, RandomStream routing_,
          RandomStream calls_)
      : spec(&spec_), sampler(std::move(sampler_)), routing(routing_), choices(calls_) {}

  const Component* spec;
  std::uint32_t application = 0;
  std::string name;  // "application/component"
  ServiceSampler sampler;
  RandomStream routing;
  RandomStream choices;
  std::vector<Call> calls;  // by stage
  std::unique_ptr<DelayLine> timeouts;

  bool pooled = true;
  bool sharing = true;  // processor sharing, not FCFS
  std::uint32_t queueLimit = 0;
  std::vector<std::uint32_t> pods;   // all that exist, in the order asked for
  std::vector<std::uint32_t> ready;  // those that get requests
  std::vector<std::uint32_t> free;   // pooled FCFS: ready, with a worker free
  WaitQueue pool;                    // pooled: waiting for any pod
  Station station;                   // pooled sharing: all pods as one
  Timer stationTimer = kNoTimer;
  double settledBusy = 0;     // of the shared station, already given to pods
  std::uint32_t nextPod = 0;  // pooled sharing: whose memory the next request takes

  std::int32_t wanted = 0;
  Resources podRequests;
  std::optional<Resources> podLimits;
  bool enabled = true;
  std::uint32_t onlyHost = kNone;

  Traffic traffic;
  Integral existing;        // pods
  Integral readyPods;       // pods
  Integral requestedCores;  // cores
  Integral requestedBytes;  // bytes
  double goneBusy = 0;      // core-ns of pods that have ended
};

// An application at run time.
struct Entry {
  std::uint32_t service = 0;
  double upTo = 1;  // cumulative share
};
struct ApplicationRun {
  ApplicationRun(const Application& spec_, RandomStream types_, Nanoseconds slowLimit)
      : spec(&spec_), types(types_), arrivals(slowLimit) {}

  const Application* spec;
  RandomStream types;
  std::vector<Entry> entries;
  Traffic traffic;
  ArrivalWindows arrivals;
};

struct LoadRun {
  std::uint32_t application = 0;
  ArrivalProcess arrivals;
  Timer timer = kNoTimer;
};

// A node at run time.
struct Host {
  const Node* spec = nullptr;
  bool up = true;
  Nanoseconds downSince = 0;           // where it is down
  Resources requested;                 // by the pods bound to it
  std::vector<Nanoseconds> imageHere;  // by service: when its image is complete; kNever: not asked
  Integral upTime;                     // nodes
  double goneBusy = 0;                 // core-ns of pods that have ended
};

struct State {
  EventQueue queue;
  Slab<Request> requests;
  Slab<Pod> pods;
  std::vector<Service> services;
  std::vector<ApplicationRun> applications;
  std::vector<LoadRun> loads;
  std::vector<Host> hosts;
  std::vector<DelayLine> hops;                               // [0] is unused: no delay
  std::array<std::array<std::uint16_t, 4>, 4> hopBetween{};  // layers
};

}  // namespace evenkeel::simulation
