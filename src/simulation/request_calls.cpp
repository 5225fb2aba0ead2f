// The request flow after service: calls to others, the answer, and every way to end.
#include "simulation/request_flow.h"

namespace evenkeel::simulation {

void RequestFlow::served(std::uint32_t id) {
  Request& request = state_.requests[id];
  if (state_.services[request.service].calls.empty()) return answer(id);
  callNext(id);
}

// Makes the calls of the next stage that has any; answers after the last.
void RequestFlow::callNext(std::uint32_t id) {
  Request& request = state_.requests[id];
  Service& service = state_.services[request.service];
  request.state = RequestState::Calling;
  const Layer here = state_.hosts[state_.pods[request.pod].host].spec->layer;
  while (request.nextCall < service.calls.size()) {
    const std::int32_t stage = service.calls[request.nextCall].stage;
    request.outstanding = 1;  // held by this loop: a call may fail before the next is made
    while (request.nextCall < service.calls.size() &&
           service.calls[request.nextCall].stage == stage) {
      const Call& call = service.calls[request.nextCall++];
      if (!state_.services[call.callee].enabled) continue;
      if (call.probability < 1 && !service.choices.bernoulli(call.probability)) continue;
      std::uint32_t count = call.certain;
      if (call.further > 0 && service.choices.bernoulli(call.further)) ++count;
      for (; count > 0; --count) {
        ++request.outstanding;
        issue(call.callee, id, here);
      }
    }
    if (--request.outstanding > 0) return;
    if (request.outcome != Failure::None) return fail(id, request.outcome);
  }
  answer(id);
}

void RequestFlow::answered(std::uint32_t parent, bool failed) {
  Request& request = state_.requests[parent];
  if (failed) request.outcome = Failure::CalleeFailed;
  if (--request.outstanding > 0) return;
  if (request.outcome != Failure::None) return fail(parent, request.outcome);
  callNext(parent);
}

void RequestFlow::answer(std::uint32_t id) {
  leavePod(id);
  sendBack(id, Failure::None);
}

// Out of every queue already.
void RequestFlow::sendBack(std::uint32_t id, Failure outcome) {
  Request& request = state_.requests[id];
  if (request.hop == 0) return finish(id, outcome);
  request.outcome = outcome;
  request.state = RequestState::Returning;
  request.transitTicket = state_.hops[request.hop].push(state_.queue, id);
}

void RequestFlow::leavePod(std::uint32_t id) {
  Request& request = state_.requests[id];
  Pod& pod = state_.pods[request.pod];
  request.pod = kNone;
  if (--pod.inFlight == 0 && pod.draining) state_.queue.arm(pod.lifeTimer, state_.queue.now());
}

void RequestFlow::fail(std::uint32_t id, Failure failure) {
  Request& request = state_.requests[id];
  Service& service = state_.services[request.service];
  const std::uint32_t podIndex = request.pod;
  switch (request.state) {
    case RequestState::Travelling:
    case RequestState::Returning:
      if (request.hop != 0) state_.hops[request.hop].cancel(request.transitTicket);
      break;
    case RequestState::Pooled:
      service.pool.remove(id, state_.requests);
      break;
    case RequestState::Waiting:
      state_.pods[podIndex].waiting.remove(id, state_.requests);
      break;
    case RequestState::Serving:
      if (service.pooled && service.sharing) {
        service.station.remove(state_.queue.now(), id, state_.requests);
        arm(service.stationTimer, service.station);
      } else {
        state_.pods[podIndex].station.remove(state_.queue.now(), id, state_.requests);
        fill(podIndex);
      }
      break;
    case RequestState::Calling:
      break;
  }
  if (podIndex != kNone) leavePod(id);
  if (failure == Failure::TimedOut) return finish(id, failure);
  sendBack(id, failure);
}

// Out of every queue already: counts it, lets it go, tells the caller.
void RequestFlow::finish(std::uint32_t id, Failure failure) {
  Request& request = state_.requests[id];
  Service& service = state_.services[request.service];
  if (service.timeouts && request.timeoutTicket != kNoTicket) {
    service.timeouts->cancel(request.timeoutTicket);
  }
  const Nanoseconds now = state_.queue.now();
  service.traffic.leave(now, request.issued, failure);
  const std::uint32_t parent = request.parent;
  const std::uint32_t parentTurn = request.parentTurn;
  const Nanoseconds issued = request.issued;
  ++request.turn;
  state_.requests.release(id);
  if (parent == kNone) {
    ApplicationRun& application = state_.applications[service.application];
    application.traffic.leave(now, issued, failure);
    application.arrivals.ended(issued, now, failure != Failure::None);
  } else if (!hasGone(parent, parentTurn)) {
    answered(parent, failure != Failure::None && !service.spec->optional);
  }
}

}  // namespace evenkeel::simulation
