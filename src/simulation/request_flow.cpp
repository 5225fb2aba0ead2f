#include "simulation/request_flow.h"

#include <algorithm>

namespace evenkeel::simulation {
namespace {

// Beyond this many at once a run would only eat memory: further requests are refused.
constexpr std::uint32_t kMostRequests = 1u << 22;

}  // namespace

void RequestFlow::begin() {
  for (LoadRun& load : state_.loads) drawArrival(load);
}

void RequestFlow::drawArrival(LoadRun& load) {
  const Instant next = load.arrivals.next();
  if (next != Instant::max()) state_.queue.arm(load.timer, next.time_since_epoch().count());
}

void RequestFlow::onArrival(std::uint32_t index) {
  drawArrival(state_.loads[index]);
  ApplicationRun& application = state_.applications[state_.loads[index].application];
  std::uint32_t service = application.entries.front().service;
  if (application.entries.size() > 1) {
    const double draw = application.types.uniform();
    for (const Entry& entry : application.entries) {
      service = entry.service;
      if (draw < entry.upTo) break;
    }
  }
  application.traffic.enter(state_.queue.now());
  application.arrivals.arrived(state_.queue.now());
  issue(service, kNone, layerOf(state_.services[service]));
}

void RequestFlow::issue(std::uint32_t index, std::uint32_t parent, Layer callerLayer) {
  Service& service = state_.services[index];
  const std::uint32_t id = state_.requests.take();
  Request& request = state_.requests[id];
  request.issued = state_.queue.now();
  request.service = index;
  request.pod = kNone;
  request.parent = parent;
  if (parent != kNone) request.parentTurn = state_.requests[parent].turn;
  request.nextCall = 0;
  request.outcome = Failure::None;
  request.state = RequestState::Travelling;
  service.traffic.enter(request.issued);
  if (service.timeouts) request.timeoutTicket = service.timeouts->push(state_.queue, id);
  request.hop = state_.hopBetween[static_cast<std::size_t>(callerLayer)]
                                 [static_cast<std::size_t>(layerOf(service))];
  if (request.hop != 0) {
    request.transitTicket = state_.hops[request.hop].push(state_.queue, id);
  } else {
    route(id);
  }
}

void RequestFlow::route(std::uint32_t id) {
  Request& request = state_.requests[id];
  Service& service = state_.services[request.service];
  if (!service.enabled) return sendBack(id, Failure::NoReplica);
  if (state_.requests.inUse() > kMostRequests) return sendBack(id, Failure::QueueFull);
  const auto pods = static_cast<std::uint32_t>(service.ready.size());
  if (!service.pooled) {
    if (pods == 0) return sendBack(id, Failure::NoReplica);
    return enterPod(id, service.ready[pods == 1 ? 0 : service.routing.below(pods)]);
  }
  const std::uint64_t limit = std::uint64_t{service.queueLimit} * std::max(pods, 1u);
  if (service.sharing) {
    if (pods != 0) {
      if (service.station.inService() >= limit) return sendBack(id, Failure::QueueFull);
      begin(id, service.ready[service.nextPod++ % pods]);
      return arm(service.stationTimer, service.station);
    }
  } else if (!service.free.empty()) {
    const auto room = service.free.size();
    const std::uint32_t pod = service.free[room == 1 ? 0 : service.routing.below(room)];
    begin(id, pod);
    return arm(state_.pods[pod].stationTimer, state_.pods[pod].station);
  }
  if (service.pool.size() >= limit) return sendBack(id, Failure::QueueFull);
  request.state = RequestState::Pooled;
  service.pool.push(id, state_.requests);
}

void RequestFlow::enterPod(std::uint32_t id, std::uint32_t podIndex) {
  Pod& pod = state_.pods[podIndex];
  if (pod.station.inService() < pod.concurrency) {
    begin(id, podIndex);
    return arm(pod.stationTimer, pod.station);
  }
  const Service& service = state_.services[pod.service];
  if (service.sharing || pod.waiting.size() >= service.queueLimit) {
    return sendBack(id, Failure::QueueFull);
  }
  state_.requests[id].pod = podIndex;
  state_.requests[id].state = RequestState::Waiting;
  pod.waiting.push(id, state_.requests);
  occupy(pod);
}

void RequestFlow::occupy(Pod& pod) {
  if (++pod.inFlight > pod.memoryInFlight && !pod.outOfMemory) {
    pod.outOfMemory = true;
    state_.queue.arm(pod.lifeTimer, state_.queue.now());
  }
}

// The caller arms the station's timer.
void RequestFlow::begin(std::uint32_t id, std::uint32_t podIndex) {
  Request& request = state_.requests[id];
  Pod& pod = state_.pods[podIndex];
  Service& service = state_.services[pod.service];
  if (request.pod == kNone) {
    request.pod = podIndex;
    occupy(pod);
  }
  request.state = RequestState::Serving;
  const bool shared = service.pooled && service.sharing;
  Station& station = shared ? service.station : pod.station;
  station.add(state_.queue.now(), id, service.sampler.draw(), state_.requests);
  if (service.pooled && !shared && pod.station.inService() >= pod.concurrency) {
    setFree(podIndex, false);
  }
}

void RequestFlow::arm(Timer timer, const Station& station) {
  const Nanoseconds end = station.nextEnd();
  if (end == state_.queue.due(timer)) return;
  if (end == kNever) {
    state_.queue.disarm(timer);
  } else {
    state_.queue.arm(timer, end);
  }
}

// Takes the first out of the queue whose caller waits still; kNone: there is none.
std::uint32_t RequestFlow::next(WaitQueue& queue) {
  while (!queue.empty()) {
    const std::uint32_t id = queue.pop(state_.requests);
    const Request& request = state_.requests[id];
    if (!hasGone(request.parent, request.parentTurn)) return id;
    if (request.pod != kNone) leavePod(id);
    finish(id, Failure::CallerGone);
  }
  return kNone;
}

// Lets in who waits, while there is room.
void RequestFlow::fill(std::uint32_t podIndex) {
  Pod& pod = state_.pods[podIndex];
  Service& service = state_.services[pod.service];
  while (pod.stage == PodStage::Ready && pod.station.inService() < pod.concurrency) {
    const std::uint32_t id = next(pod.waiting);
    if (id == kNone) break;
    begin(id, podIndex);
  }
  if (service.pooled && !service.sharing && pod.serves()) {
    while (pod.station.inService() < pod.concurrency) {
      const std::uint32_t id = next(service.pool);
      if (id == kNone) break;
      begin(id, podIndex);
    }
    setFree(podIndex, pod.station.inService() < pod.concurrency);
  }
  arm(pod.stationTimer, pod.station);
}

void RequestFlow::fillPool(std::uint32_t index) {
  Service& service = state_.services[index];
  const auto pods = static_cast<std::uint32_t>(service.ready.size());
  while (pods != 0) {
    const std::uint32_t id = next(service.pool);
    if (id == kNone) break;
    begin(id, service.ready[service.nextPod++ % pods]);
  }
  arm(service.stationTimer, service.station);
}

void RequestFlow::onStation(std::uint32_t podIndex) {
  Pod& pod = state_.pods[podIndex];
  const std::uint32_t id = pod.station.popFinished(state_.queue.now(), state_.requests);
  fill(podIndex);
  served(id);
}

void RequestFlow::onPool(std::uint32_t index) {
  Service& service = state_.services[index];
  const std::uint32_t id = service.station.popFinished(state_.queue.now(), state_.requests);
  arm(service.stationTimer, service.station);
  served(id);
}

void RequestFlow::onTimeouts(std::uint32_t index) {
  DelayLine& line = *state_.services[index].timeouts;
  std::uint32_t id = kNone;
  while (line.pop(state_.queue.now(), id)) {
    state_.requests[id].timeoutTicket = kNoTicket;
    fail(id, Failure::TimedOut);
  }
  line.rearm(state_.queue);
}

void RequestFlow::onHop(std::uint32_t index) {
  DelayLine& line = state_.hops[index];
  std::uint32_t id = kNone;
  while (line.pop(state_.queue.now(), id)) {
    if (state_.requests[id].state == RequestState::Travelling) {
      route(id);
    } else {
      finish(id, state_.requests[id].outcome);
    }
  }
  line.rearm(state_.queue);
}

// Of the first pod that gets requests; where there is none, of the cloud.
Layer RequestFlow::layerOf(const Service& service) const {
  if (service.ready.empty()) return Layer::Cloud;
  return state_.hosts[state_.pods[service.ready.front()].host].spec->layer;
}

}  // namespace evenkeel::simulation
