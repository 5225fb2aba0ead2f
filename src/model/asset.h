// Whatever the loop watches or acts upon: its identity and what a world reports of it.
//
// An AssetId is given by the world's inventory, dense from 1, and never reused within one log: an
// object that is deleted and made again under the same name is another asset.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"

namespace evenkeel {

struct AssetId {
  std::uint32_t value = 0;  // zero: none
  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(AssetId, AssetId) = default;
};

enum class AssetKind : std::uint8_t {
  Application,
  Component,
  Pod,
  Node,
  Cluster,
  Datacenter,
  Continuum
};

// CPU in cores and memory in bytes, both exact to a thousandth.
struct Resources {
  Quantity cpu;
  Quantity memory;
  friend bool operator==(const Resources&, const Resources&) = default;
  friend Resources operator+(const Resources& a, const Resources& b) {
    return {a.cpu + b.cpu, a.memory + b.memory};
  }
  friend Resources operator-(const Resources& a, const Resources& b) {
    return {a.cpu - b.cpu, a.memory - b.memory};
  }
};

struct ContainerState {
  std::string name;
  std::optional<Quantity> cpuRequest;
  std::optional<Quantity> memoryRequest;
  std::optional<Quantity> cpuLimit;
  std::optional<Quantity> memoryLimit;
  bool restartableInit = false;  // a sidecar: an init container that is restarted
  std::int32_t restarts = 0;
  bool lastKilledForMemory = false;
  friend bool operator==(const ContainerState&, const ContainerState&) = default;
};

enum class PodPhase : std::uint8_t { Pending, Running, Succeeded, Failed };

struct PodState {
  PodPhase phase = PodPhase::Pending;
  bool deleting = false;
  std::optional<bool> ready;               // absent: no Ready condition yet
  std::optional<Instant> started;          // absent: not accepted by a node yet
  std::optional<Instant> readyTransition;  // last change of the Ready condition
  bool unschedulable = false;
  std::optional<Resources> podRequests;  // pod-level requests, where set
  std::vector<ContainerState> containers;
  friend bool operator==(const PodState&, const PodState&) = default;
};

struct ComponentState {
  std::int32_t replicas = 0;        // wanted (scale.spec.replicas)
  std::int32_t statusReplicas = 0;  // existing (scale.status.replicas)
  std::int32_t readyReplicas = 0;
  Resources podRequests;  // of one pod made now
  std::optional<Resources> podLimits;
  bool enabled = true;             // an optional component may be browned out
  bool rollout = false;            // a new generation is being rolled out
  bool selectorAmbiguous = false;  // its pods are claimed by another scaler too
  friend bool operator==(const ComponentState&, const ComponentState&) = default;
};

struct NodeState {
  bool ready = false;
  Resources allocatable;
  Resources requested;  // by the pods bound to it
  friend bool operator==(const NodeState&, const NodeState&) = default;
};

struct ApplicationState {
  friend bool operator==(const ApplicationState&, const ApplicationState&) = default;
};

using AssetState = std::variant<ApplicationState, ComponentState, PodState, NodeState>;

struct Asset {
  AssetId id;
  AssetKind kind = AssetKind::Pod;
  std::string name;  // unique among living assets of its kind; component: "application/component"
  AssetId owner;     // pod: its component; component: its application
  AssetId place;     // pod: its node, once bound; node: its cluster
  std::int64_t generation = 0;  // of the spec, from the world
  Instant observed{};           // when the world saw this state
  AssetState state;
};

}  // namespace evenkeel

template <>
struct std::hash<evenkeel::AssetId> {
  std::size_t operator()(evenkeel::AssetId id) const noexcept {
    return id.value * 0x9e3779b97f4a7c15u;
  }
};
