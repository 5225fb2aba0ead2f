// What is asked of the fleet from outside, and how it brings itself there.
#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "simulation/fleet.h"

namespace evenkeel::simulation {
namespace {

// The limit that keeps its proportion to the request, as Kubernetes' vertical autoscaler does it.
Quantity inProportion(Quantity limit, Quantity before, Quantity after) {
  if (before.milli <= 0) return std::max(limit, after);
  return Quantity::fromDouble(limit.asDouble() * (after.asDouble() / before.asDouble()));
}

}  // namespace

std::vector<std::uint32_t> Fleet::podsOn(std::uint32_t host) const {
  std::vector<std::uint32_t> pods;
  for (const Service& service : state_.services) {
    std::copy_if(service.pods.begin(), service.pods.end(), std::back_inserter(pods),
                 [&](std::uint32_t pod) { return state_.pods[pod].host == host; });
  }
  return pods;
}

// Whether the pod is where its component is to be.
bool Fleet::settled(const Service& service, const Pod& pod) const {
  return service.onlyHost == kNone || pod.onlyHost == service.onlyHost ||
         pod.host == service.onlyHost;
}

void Fleet::reconcile(std::uint32_t index) {
  Service& service = state_.services[index];
  std::vector<std::uint32_t> kept;
  std::vector<std::uint32_t> strays;
  std::int32_t keptReady = 0;
  for (const std::uint32_t p : service.pods) {
    const Pod& pod = state_.pods[p];
    if (pod.draining) continue;
    const bool here = settled(service, pod);
    (here ? kept : strays).push_back(p);
    if (here && pod.stage == PodStage::Ready) ++keptReady;
  }
  for (auto have = static_cast<std::int32_t>(kept.size()); have < service.wanted; ++have) {
    bind(ask(index));
  }
  // Unscheduled before not ready before ready; within those the newest first.
  const auto rank = [this](std::uint32_t p) {
    const Pod& pod = state_.pods[p];
    return pod.stage == PodStage::Pending ? 0 : pod.stage == PodStage::Ready ? 2 : 1;
  };
  const auto sooner = [&](std::uint32_t a, std::uint32_t b) {
    const int ranks = rank(a) - rank(b);
    return ranks != 0 ? ranks < 0 : state_.pods[a].number > state_.pods[b].number;
  };
  std::vector<std::uint32_t> victims;
  const auto takeSurplus = [&](std::vector<std::uint32_t>& pods, std::int32_t keep) {
    std::sort(pods.begin(), pods.end(), sooner);
    const auto surplus = static_cast<std::int32_t>(pods.size()) - std::max(keep, 0);
    for (std::int32_t i = 0; i < surplus; ++i) victims.push_back(pods[static_cast<std::size_t>(i)]);
  };
  takeSurplus(kept, service.wanted);
  takeSurplus(strays, service.wanted - keptReady);
  for (const std::uint32_t pod : victims) drain(pod);
}

void Fleet::scale(std::uint32_t service, std::int32_t replicas) {
  state_.services[service].wanted = std::max(0, replicas);
  reconcile(service);
  watcher_.serviceChanged(service);
}

std::int32_t Fleet::resize(std::uint32_t index, const Resources& requests) {
  Service& service = state_.services[index];
  if (service.podLimits) {
    service.podLimits->cpu =
        inProportion(service.podLimits->cpu, service.podRequests.cpu, requests.cpu);
    service.podLimits->memory =
        inProportion(service.podLimits->memory, service.podRequests.memory, requests.memory);
  }
  service.podRequests = requests;
  std::int32_t left = 0;
  for (const std::uint32_t p : std::vector<std::uint32_t>(service.pods)) {
    Pod& pod = state_.pods[p];
    if (pod.draining) continue;
    if (pod.host != kNone) {
      Host& host = state_.hosts[pod.host];
      const Resources others = host.requested - pod.requests;
      const Resources after = others + requests;
      const bool grows = requests.cpu > pod.requests.cpu || requests.memory > pod.requests.memory;
      if (grows && (after.cpu > host.spec->allocatable.cpu ||
                    after.memory > host.spec->allocatable.memory)) {
        ++left;
        continue;
      }
      host.requested = after;
      watcher_.hostChanged(pod.host);
    }
    account(pod, -1);
    pod.requests = requests;
    pod.limits = service.podLimits;
    account(pod, 1);
    limitMemory(pod);
    flow_.resize(p, (pod.limits ? pod.limits->cpu : pod.requests.cpu).asDouble());
    if (pod.inFlight > pod.memoryInFlight && !pod.outOfMemory) {
      pod.outOfMemory = true;
      state_.queue.arm(pod.lifeTimer, state_.queue.now());
    }
    watcher_.podChanged(p);
  }
  bindPending();
  watcher_.serviceChanged(index);
  return left;
}

void Fleet::enable(std::uint32_t service, bool enabled) {
  state_.services[service].enabled = enabled;
  if (!enabled) flow_.loseWaiting(service);
  watcher_.serviceChanged(service);
}

void Fleet::move(std::uint32_t service, std::uint32_t host) {
  state_.services[service].onlyHost = host;
  reconcile(service);
  watcher_.serviceChanged(service);
}

void Fleet::hostDown(std::uint32_t index) {
  Host& host = state_.hosts[index];
  if (!host.up) return;
  const Nanoseconds now = state_.queue.now();
  host.up = false;
  host.downSince = now;
  host.upTime.set(now, 0);
  for (Nanoseconds& here : host.imageHere) {
    if (here > now) here = kNever;
  }
  watcher_.hostChanged(index);
  for (const std::uint32_t pod : podsOn(index)) lose(pod);
}

void Fleet::replaceLost(std::uint32_t index) {
  if (state_.hosts[index].up) return;
  std::set<std::uint32_t> services;
  for (const std::uint32_t pod : podsOn(index)) {
    services.insert(state_.pods[pod].service);
    remove(pod);
  }
  for (const std::uint32_t service : services) reconcile(service);
}

void Fleet::hostUp(std::uint32_t index) {
  Host& host = state_.hosts[index];
  if (host.up) return;
  host.up = true;
  host.upTime.set(state_.queue.now(), 1);
  watcher_.hostChanged(index);
  for (const std::uint32_t pod : podsOn(index)) pull(pod);
  bindPending();
}

}  // namespace evenkeel::simulation
