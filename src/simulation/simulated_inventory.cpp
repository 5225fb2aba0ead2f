#include "simulation/simulated_inventory.h"

#include <algorithm>

namespace evenkeel::simulation {
namespace {

PodPhase phaseOf(PodStage stage) {
  switch (stage) {
    case PodStage::Pending:
    case PodStage::Pulling:
      return PodPhase::Pending;
    case PodStage::Starting:
    case PodStage::Warming:
    case PodStage::Ready:
    case PodStage::BackOff:
    case PodStage::Lost:
      return PodPhase::Running;
    case PodStage::Gone:
      break;
  }
  return PodPhase::Failed;
}

Instant instant(Nanoseconds time) {
  return Instant(Duration(time));
}

}  // namespace

void SimulatedInventory::watch(EventSink& sink) {
  sink_ = &sink;
  services_.clear();
  hosts_.clear();
  pods_.clear();
  posted_.clear();
  gone_.clear();
  for (std::uint32_t a = 0; a < state_.applications.size(); ++a) {
    sink.post(AssetObserved{application(a)});
  }
  for (std::uint32_t s = 0; s < state_.services.size(); ++s) sink.post(AssetObserved{service(s)});
  for (std::uint32_t c = 0; c < scenario_.clusters.size(); ++c) {
    sink.post(AssetObserved{cluster(c)});
  }
  for (std::uint32_t h = 0; h < state_.hosts.size(); ++h) sink.post(AssetObserved{host(h)});
  for (const Service& service : state_.services) {
    for (const std::uint32_t index : service.pods) {
      const Asset asset = pod(index);
      if (sink.post(AssetObserved{asset}))
        posted_.insert(asset.id);
      else
        pods_.insert(index);
    }
  }
  sink.post(InventorySynced{});
  if (!pods_.empty()) flushAt(timeline_.now() + 1s);
}

const Application* SimulatedInventory::description(AssetId id) const {
  const auto subject = ids_.find(id);
  if (!subject || subject->kind != AssetKind::Application) return nullptr;
  return state_.applications[subject->index].spec;
}

Asset SimulatedInventory::application(std::uint32_t index) const {
  return {ids_.application(index),
          AssetKind::Application,
          state_.applications[index].spec->name,
          {},
          {},
          1,
          timeline_.now(),
          ApplicationState{}};
}

Asset SimulatedInventory::cluster(std::uint32_t index) const {
  return {ids_.cluster(index), AssetKind::Cluster, scenario_.clusters[index].name, {}, {}, 1,
          timeline_.now(),     ApplicationState{}};
}

Asset SimulatedInventory::service(std::uint32_t index) const {
  const Service& service = state_.services[index];
  ComponentState state;
  state.replicas = service.wanted;
  state.statusReplicas = static_cast<std::int32_t>(
      std::count_if(service.pods.begin(), service.pods.end(),
                    [this](std::uint32_t p) { return !state_.pods[p].draining; }));
  state.readyReplicas = static_cast<std::int32_t>(service.ready.size());
  state.podRequests = service.podRequests;
  state.podLimits = service.podLimits;
  state.enabled = service.enabled;
  return {ids_.service(index),
          AssetKind::Component,
          service.name,
          ids_.application(service.application),
          {},
          ids_.generation(index).current,
          timeline_.now(),
          state};
}

Asset SimulatedInventory::host(std::uint32_t index) const {
  const Host& host = state_.hosts[index];
  Asset asset{ids_.host(index),
              AssetKind::Node,
              host.spec->name,
              {},
              {},
              1,
              timeline_.now(),
              NodeState{host.up, host.spec->allocatable, host.requested}};
  for (std::uint32_t c = 0; c < scenario_.clusters.size(); ++c) {
    const Cluster& cluster = scenario_.clusters[c];
    const auto& nodes = cluster.nodes;
    if (cluster.name == host.spec->cluster ||
        std::find(nodes.begin(), nodes.end(), host.spec->name) != nodes.end()) {
      asset.place = ids_.cluster(c);
    }
  }
  return asset;
}

Asset SimulatedInventory::pod(std::uint32_t index) const {
  const Pod& pod = state_.pods[index];
  const Service& service = state_.services[pod.service];
  PodState state;
  state.phase = phaseOf(pod.stage);
  state.deleting = pod.draining;
  state.unschedulable = pod.stage == PodStage::Pending;
  if (pod.host != kNone) {
    state.ready = pod.stage == PodStage::Ready;
    state.started = instant(pod.bound);
    state.readyTransition = instant(pod.readyChange == kNever ? pod.bound : pod.readyChange);
  }
  ContainerState container;
  container.name = service.spec->name;
  container.cpuRequest = pod.requests.cpu;
  container.memoryRequest = pod.requests.memory;
  if (pod.limits) {
    container.cpuLimit = pod.limits->cpu;
    container.memoryLimit = pod.limits->memory;
  }
  container.restarts = pod.restarts;
  container.lastKilledForMemory = pod.lastKilledForMemory;
  state.containers = {std::move(container)};
  return {ids_.pod(index, pod),
          AssetKind::Pod,
          service.name + "-" + std::to_string(pod.number),
          ids_.service(pod.service),
          pod.host == kNone ? AssetId{} : ids_.host(pod.host),
          1,
          timeline_.now(),
          std::move(state)};
}

void SimulatedInventory::mark(std::set<std::uint32_t>& dirty, std::uint32_t index) {
  if (sink_ == nullptr) return;
  dirty.insert(index);
  flushAt(timeline_.now());
}

void SimulatedInventory::podChanged(std::uint32_t index) {
  ids_.pod(index, state_.pods[index]);
  mark(pods_, index);
}

void SimulatedInventory::podEnded(std::uint32_t index) {
  const AssetId id = ids_.pod(index, state_.pods[index]);
  ids_.podEnded(state_.pods[index]);
  pods_.erase(index);
  if (sink_ == nullptr || posted_.erase(id) == 0) return;
  gone_.insert(id);
  flushAt(timeline_.now());
}

void SimulatedInventory::serviceChanged(std::uint32_t index) {
  mark(services_, index);
}
void SimulatedInventory::hostChanged(std::uint32_t index) {
  mark(hosts_, index);
}

void SimulatedInventory::flushAt(Instant when) {
  if (flushing_) return;
  flushing_ = true;
  timeline_.at(when, [this] { flush(); });
}

void SimulatedInventory::flush() {
  flushing_ = false;
  if (sink_ == nullptr) return;
  const auto offer = [this](auto& marked, auto make) {
    for (auto it = marked.begin(); it != marked.end();) {
      if (!sink_->post(make(*it))) return false;
      it = marked.erase(it);
    }
    return true;
  };
  const bool taken =
      offer(gone_, [this](AssetId id) { return AssetRemoved{id, timeline_.now()}; }) &&
      offer(services_, [this](std::uint32_t s) { return AssetObserved{service(s)}; }) &&
      offer(hosts_, [this](std::uint32_t h) { return AssetObserved{host(h)}; }) &&
      offer(pods_, [this](std::uint32_t p) {
        posted_.insert(ids_.pod(p, state_.pods[p]));
        return AssetObserved{pod(p)};
      });
  if (!taken) flushAt(timeline_.now() + 1s);
}

}  // namespace evenkeel::simulation
