// The request flow's side of pods: beginning, ceasing and changing to serve, and the CPU they used.
#include "simulation/request_flow.h"

namespace evenkeel::simulation {

void RequestFlow::open(std::uint32_t podIndex) {
  shareOut(state_.services[state_.pods[podIndex].service]);
  admit(podIndex);
  configure(podIndex);
}

void RequestFlow::close(std::uint32_t podIndex) {
  if (withdraw(podIndex)) setFree(podIndex, false);
}

void RequestFlow::resize(std::uint32_t podIndex, double cores) {
  Pod& pod = state_.pods[podIndex];
  shareOut(state_.services[pod.service]);
  pod.cores = cores;
  if (pod.stage == PodStage::Ready) configure(podIndex);
}

void RequestFlow::stop(std::uint32_t podIndex, PodStage stage) {
  Pod& pod = state_.pods[podIndex];
  Service& service = state_.services[pod.service];
  close(podIndex);
  shareOut(service);
  pod.stage = stage;
  for (std::uint32_t id = 0; pod.inFlight > 0 && id < state_.requests.limit(); ++id) {
    if (state_.requests[id].pod == podIndex) fail(id, Failure::PodLost);
  }
  if (service.pooled && service.sharing) configure(podIndex);
}

void RequestFlow::loseWaiting(std::uint32_t index) {
  Service& service = state_.services[index];
  while (!service.pool.empty()) {
    sendBack(service.pool.pop(state_.requests), Failure::NoReplica);
  }
}

double RequestFlow::busy(std::uint32_t podIndex) {
  Pod& pod = state_.pods[podIndex];
  const Nanoseconds now = state_.queue.now();
  shareOut(state_.services[pod.service]);
  return pod.station.busy(now) + pod.otherBusy + startUp(pod);
}

// Gives the work of the shared station to its pods by their share of its cores.
void RequestFlow::shareOut(Service& service) {
  if (!service.pooled || !service.sharing) return;
  const double done = service.station.busy(state_.queue.now()) - service.settledBusy;
  if (!(done > 0)) return;
  double cores = 0;
  for (const std::uint32_t pod : service.pods) {
    if (state_.pods[pod].stage == PodStage::Ready) cores += state_.pods[pod].cores;
  }
  for (const std::uint32_t pod : service.pods) {
    if (state_.pods[pod].stage != PodStage::Ready) continue;
    state_.pods[pod].otherBusy += done * state_.pods[pod].cores / cores;
  }
  service.settledBusy += done;
}

// The station that the pod serves with, as its stage and cores are now; shareOut() comes before
// those change. A pod that drains still adds its cores.
void RequestFlow::configure(std::uint32_t podIndex) {
  Pod& pod = state_.pods[podIndex];
  Service& service = state_.services[pod.service];
  const Nanoseconds now = state_.queue.now();
  if (!service.pooled || !service.sharing) {
    pod.station.configure(now, pod.cores, state_.hosts[pod.host].spec->speed);
    return fill(podIndex);
  }
  double cores = 0;
  double work = 0;
  for (const std::uint32_t other : service.pods) {
    const Pod& one = state_.pods[other];
    if (one.stage != PodStage::Ready) continue;
    cores += one.cores;
    work += one.cores * state_.hosts[one.host].spec->speed;
  }
  service.station.configure(now, cores, cores > 0 ? work / cores : 0);
  fillPool(pod.service);
}

void RequestFlow::setFree(std::uint32_t podIndex, bool free) {
  Pod& pod = state_.pods[podIndex];
  std::vector<std::uint32_t>& list = state_.services[pod.service].free;
  if (free == (pod.freePosition != kNone)) return;
  if (free) {
    pod.freePosition = static_cast<std::uint32_t>(list.size());
    list.push_back(podIndex);
    return;
  }
  list[pod.freePosition] = list.back();
  state_.pods[list.back()].freePosition = pod.freePosition;
  list.pop_back();
  pod.freePosition = kNone;
}

}  // namespace evenkeel::simulation
