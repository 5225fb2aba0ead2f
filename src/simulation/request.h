// One request to one component: what a call graph's walk consists of.
//
// A request is served first, then makes its calls stage by stage, then answers. It holds no worker
// while its calls are out (an asynchronous server), but it stays in the pod and in its memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simulation/slab.h"

namespace evenkeel::simulation {

enum class RequestState : std::uint8_t {
  Travelling,  // on the network, towards the component
  Pooled,      // waiting for any pod of the component
  Waiting,     // waiting in a pod
  Serving,
  Calling,
  Returning,  // on the network, back to the caller: an answer or a failure
};

enum class Failure : std::uint8_t {
  None,
  QueueFull,
  NoReplica,  // random routing and no pod is ready, or the component is switched off
  TimedOut,
  PodLost,  // the pod died under it: killed, out of memory, its node lost, its grace period over
  CalleeFailed,
  CallerGone,  // whoever called had gone before it was begun: nobody sees it
};
inline constexpr std::size_t kFailureKinds = 7;

inline constexpr std::uint64_t kNoTicket = ~std::uint64_t{0};

struct Request {
  std::int64_t issued = 0;
  std::uint64_t timeoutTicket = kNoTicket;
  std::uint64_t transitTicket = 0;
  std::uint32_t service = 0;
  std::uint32_t pod = kNone;
  std::uint32_t parent = kNone;
  std::uint32_t parentTurn = 0;    // the parent's turn when it called: else it has gone meanwhile
  std::uint32_t turn = 0;          // rises with every release of this object
  std::uint32_t previous = kNone;  // in the queue where it waits
  std::uint32_t next = kNone;
  std::uint32_t heapPosition = 0;  // in the station that serves it
  std::uint32_t outstanding = 0;   // calls of the current stage
  std::uint32_t nextCall = 0;
  std::uint16_t hop = 0;  // the delay line of its way here and back; zero: no delay
  RequestState state = RequestState::Travelling;
  Failure outcome = Failure::None;  // what its caller is to be told
};

}  // namespace evenkeel::simulation
