#include "simulation/fleet.h"

#include <algorithm>
#include <cmath>

#include "simulation/placement.h"

namespace evenkeel::simulation {
void Fleet::begin() {
  for (Host& host : state_.hosts) host.upTime.set(state_.queue.now(), 1);
  for (std::uint32_t s = 0; s < state_.services.size(); ++s) {
    for (std::int32_t i = 0; i < state_.services[s].wanted; ++i) {
      const std::uint32_t pod = ask(s);
      if (!bind(pod)) continue;
      state_.hosts[state_.pods[pod].host].imageHere[s] = state_.queue.now();
      ready(pod);
    }
  }
}

std::uint32_t Fleet::ask(std::uint32_t serviceIndex) {
  Service& service = state_.services[serviceIndex];
  const std::uint32_t index = state_.pods.take();
  Pod& pod = state_.pods[index];
  pod = Pod{};
  pod.number = ++lastNumber_;
  pod.service = serviceIndex;
  pod.onlyHost = service.onlyHost;
  pod.stage = PodStage::Pending;
  pod.stageBegan = state_.queue.now();
  pod.requests = service.podRequests;
  pod.limits = service.podLimits;
  pod.cores = (pod.limits ? pod.limits->cpu : pod.requests.cpu).asDouble();
  pod.concurrency = service.sharing ? service.queueLimit
                                    : static_cast<std::uint32_t>(service.spec->serving.workers);
  pod.stationTimer = state_.queue.make(static_cast<std::uint32_t>(EventKind::Station), index);
  pod.lifeTimer = state_.queue.make(static_cast<std::uint32_t>(EventKind::PodLife), index);
  limitMemory(pod);
  service.pods.push_back(index);
  service.existing.add(state_.queue.now(), 1);
  account(pod, 1);
  pending_.push_back(index);
  return index;
}

void Fleet::account(const Pod& pod, double sign) {
  Service& service = state_.services[pod.service];
  service.requestedCores.add(state_.queue.now(), sign * pod.requests.cpu.asDouble());
  service.requestedBytes.add(state_.queue.now(), sign * pod.requests.memory.asDouble());
}

void Fleet::limitMemory(Pod& pod) {
  pod.memoryInFlight = kNone;
  if (!pod.limits) return;
  const Component& spec = *state_.services[pod.service].spec;
  const std::int64_t room = pod.limits->memory.milli - spec.baseMemory.milli;
  const std::int64_t each = spec.serving.memoryPerRequest.milli;
  if (room < 0) {
    pod.memoryInFlight = 0;
  } else if (each > 0) {
    pod.memoryInFlight = static_cast<std::uint32_t>(std::min<std::int64_t>(room / each, kNone));
  }
}

// False: no node has room, the pod stays pending.
bool Fleet::bind(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  const std::uint32_t chosen = chooseHost(state_, pod);
  if (chosen == kNone) {
    watcher_.podChanged(index);
    return false;
  }
  pending_.erase(std::find(pending_.begin(), pending_.end(), index));
  pod.host = chosen;
  pod.bound = state_.queue.now();
  Host& host = state_.hosts[chosen];
  host.requested = host.requested + pod.requests;
  watcher_.hostChanged(chosen);
  pull(index);
  return true;
}

// Its image, unless the node has it; then the container starts.
void Fleet::pull(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  Host& host = state_.hosts[pod.host];
  const Nanoseconds now = state_.queue.now();
  const double bytes = state_.services[pod.service].spec->startup.imageSize.asDouble();
  const double bandwidth = host.spec->pullBandwidth.asDouble();
  Nanoseconds& here = host.imageHere[pod.service];
  if (here == kNever) {
    const Nanoseconds pull = bandwidth > 0 ? fromSeconds(bytes / bandwidth).count() : 0;
    here = pull < kNever - now ? now + pull : kNever - 1;
  }
  enter(index, PodStage::Pulling, static_cast<double>(std::max<Nanoseconds>(0, here - now)) * 1e-9);
}

void Fleet::bindPending() {
  const std::vector<std::uint32_t> waiting = pending_;
  for (const std::uint32_t pod : waiting) bind(pod);
}

void Fleet::enter(std::uint32_t index, PodStage stage, double seconds) {
  Pod& pod = state_.pods[index];
  pod.stage = stage;
  pod.stageBegan = state_.queue.now();
  const Nanoseconds wait = fromSeconds(seconds).count();
  const Nanoseconds now = state_.queue.now();
  state_.queue.arm(pod.lifeTimer, wait < kNever - now ? now + wait : kNever - 1);
  watcher_.podChanged(index);
}

void Fleet::start(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  const double speed = pod.cores * state_.hosts[pod.host].spec->speed;
  const double work = toSeconds(state_.services[pod.service].spec->startup.cpuTime);
  if (work > 0 && !(speed > 0)) {  // no CPU: it never gets ready
    enter(index, PodStage::Starting, 0);
    return state_.queue.disarm(pod.lifeTimer);
  }
  enter(index, PodStage::Starting, work > 0 ? work / speed : 0);
}

void Fleet::ready(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  pod.stageBegan = state_.queue.now();
  pod.readyChange = state_.queue.now();
  state_.queue.disarm(pod.lifeTimer);
  flow_.open(index);
  watcher_.podChanged(index);
  watcher_.serviceChanged(pod.service);
  const std::uint32_t service = pod.service;
  if (state_.services[service].onlyHost != kNone) reconcile(service);
}

void Fleet::onPodLife(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  const Component& spec = *state_.services[pod.service].spec;
  if (pod.draining) {
    if (pod.outOfMemory || pod.inFlight == 0 || state_.queue.now() >= pod.graceEnd)
      return end(index);
    return state_.queue.arm(pod.lifeTimer, pod.graceEnd);
  }
  if (pod.outOfMemory) return killForMemory(index);
  switch (pod.stage) {
    case PodStage::Pulling:
    case PodStage::BackOff:
      return start(index);
    case PodStage::Starting:
      burnStartUp(pod);
      if (pod.limits && spec.baseMemory > pod.limits->memory) return killForMemory(index);
      return enter(index, PodStage::Warming, toSeconds(spec.startup.readinessDelay));
    case PodStage::Warming:
      return ready(index);
    case PodStage::Pending:
    case PodStage::Ready:
    case PodStage::Lost:
    case PodStage::Gone:
      return;
  }
}

// The CPU that a start has used so far.
void Fleet::burnStartUp(Pod& pod) {
  pod.otherBusy += pod.cores * static_cast<double>(state_.queue.now() - pod.stageBegan);
}

void Fleet::killForMemory(std::uint32_t index) {
  constexpr double kFirstBackOff = 10;
  constexpr double kLongestBackOff = 300;
  Pod& pod = state_.pods[index];
  const std::uint32_t service = pod.service;
  flow_.stop(index, PodStage::BackOff);
  pod.outOfMemory = false;
  pod.lastKilledForMemory = true;
  pod.readyChange = state_.queue.now();
  const int doublings = std::min(pod.restarts - 1, 10);
  const double wait =
      pod.restarts == 0 ? 0 : std::min(std::ldexp(kFirstBackOff, doublings), kLongestBackOff);
  ++pod.restarts;
  enter(index, PodStage::BackOff, wait);
  watcher_.serviceChanged(service);
}

void Fleet::lose(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  if (pod.draining) return remove(index);
  if (pod.stage == PodStage::Starting) burnStartUp(pod);
  flow_.stop(index, PodStage::Lost);
  pod.outOfMemory = false;
  pod.readyChange = state_.queue.now();
  state_.queue.disarm(pod.lifeTimer);
  watcher_.podChanged(index);
  watcher_.serviceChanged(pod.service);
}

void Fleet::drain(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  if (pod.stage != PodStage::Ready) return remove(index);
  pod.draining = true;
  pod.readyChange = state_.queue.now();
  flow_.close(index);
  const Nanoseconds now = state_.queue.now();
  const Nanoseconds grace = state_.services[pod.service].spec->startup.gracePeriod.count();
  pod.graceEnd = grace < kNever - now ? now + std::max<Nanoseconds>(0, grace) : kNever - 1;
  state_.queue.arm(pod.lifeTimer, pod.inFlight == 0 ? now : pod.graceEnd);
  watcher_.podChanged(index);
}

void Fleet::end(std::uint32_t index) {
  const std::uint32_t service = state_.pods[index].service;
  remove(index);
  reconcile(service);
}

void Fleet::remove(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  const std::uint32_t serviceIndex = pod.service;
  const std::uint32_t hostIndex = pod.host;
  Service& service = state_.services[serviceIndex];
  if (pod.stage == PodStage::Starting) burnStartUp(pod);
  if (hostIndex == kNone) {
    pending_.erase(std::find(pending_.begin(), pending_.end(), index));
    pod.stage = PodStage::Gone;
  } else {
    flow_.stop(index, PodStage::Gone);
    const double busy = flow_.busy(index);
    service.goneBusy += busy;
    Host& host = state_.hosts[hostIndex];
    host.goneBusy += busy;
    host.requested = host.requested - pod.requests;
  }
  service.pods.erase(std::find(service.pods.begin(), service.pods.end(), index));
  service.existing.add(state_.queue.now(), -1);
  account(pod, -1);
  watcher_.podEnded(index);
  state_.queue.destroy(pod.stationTimer);
  state_.queue.destroy(pod.lifeTimer);
  state_.pods.release(index);
  watcher_.serviceChanged(serviceIndex);
  if (hostIndex != kNone) {
    watcher_.hostChanged(hostIndex);
    bindPending();
  }
}

}  // namespace evenkeel::simulation
