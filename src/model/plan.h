// A plan: a partial order of actions, as data (DESIGN decision 3). It is no transaction.
//
// An action asks one mechanism to bring the knobs of one asset to given values. Actions are
// idempotent by id: a mechanism that sees an id again answers with what it knows of it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "model/asset.h"

namespace evenkeel {

enum class Level : std::uint8_t { Node, Cluster, Continuum };

// What one instance of a policy decides for: an application, one component, or a whole cluster.
struct Scope {
  Level level = Level::Cluster;
  AssetId asset;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

struct PlanId {
  std::uint64_t value = 0;  // rises by one from plan to plan, over restarts too; zero: none
  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(PlanId, PlanId) = default;
};

struct ActionId {
  PlanId plan;
  std::uint32_t index = 0;
  friend auto operator<=>(ActionId, ActionId) = default;
};

namespace knob {
inline constexpr std::string_view kReplicas = "replicas";  // of a component: count
inline constexpr std::string_view kCpu = "cpu";            // of a component's pods: cores
inline constexpr std::string_view kMemory = "memory";      // of a component's pods: bytes
inline constexpr std::string_view kEnabled = "enabled";    // of an optional component: 0 or 1
inline constexpr std::string_view kNode = "node";          // the AssetId of a node, as a count
}  // namespace knob

struct Setting {
  std::string knob;
  Quantity value;
  friend bool operator==(const Setting&, const Setting&) = default;
};

// What a policy asks for. `after` names earlier actions of the same plan that must have completed.
struct Action {
  std::string mechanism;  // scale, resize, brownout, deploy, remove, move, change-spec, ...
  AssetId asset;
  std::vector<Setting> settings;
  std::vector<std::uint32_t> after;
  std::int64_t generation = 0;  // of the asset, when this was decided
  friend bool operator==(const Action&, const Action&) = default;
};

// Core plans come first; within a priority, first in, first out.
enum class Priority : std::uint8_t { Core, Normal };

struct Plan {
  PlanId id;
  PlanId parent;  // the plan of a higher level that this one refines; zero: none
  Scope scope;
  std::string policy;  // the policy's name in the catalogue, or "fallback"
  Priority priority = Priority::Normal;
  Instant decided{};
  Instant expiry{};  // what has not been dispatched by then is Expired
  std::vector<Action> actions;
};

// A dispatched action: what a mechanism gets.
struct Order {
  ActionId id;
  std::uint64_t epoch = 0;  // of the authority under which it was dispatched
  Instant deadline{};
  Action action;
};

// Where an action stands (paper 003 §8.1.5, made finer).
enum class ActionStatus : std::uint8_t {
  Queued,     // in the dispatcher
  Scheduled,  // intent recorded, not yet with the mechanism
  Pending,    // with the mechanism
  Completed,
  Failed,
  Discarded,   // another policy's plan won the mechanism and asset in this cycle
  Superseded,  // a newer plan of the same policy and scope took its place
  Unknown,     // after a crash or a silent mechanism: until observed
};

// It has ended, for better or worse.
inline constexpr bool isOver(ActionStatus status) {
  return status == ActionStatus::Completed || status == ActionStatus::Failed ||
         status == ActionStatus::Discarded || status == ActionStatus::Superseded;
}

enum class OutcomeKind : std::uint8_t {
  Accepted,  // under way; another outcome follows
  Completed,
  Partial,        // some of it; the detail says what
  RetryLater,     // may work later
  NeverPossible,  // will not work as asked
  StoppedByGuardrail,
  Expired,  // its deadline or its plan's expiry passed before it was done
  Cancelled,
  Unknown,  // the mechanism cannot tell
};

struct Outcome {
  ActionId action;
  OutcomeKind kind = OutcomeKind::Completed;
  Instant time{};
  std::string detail;  // a sentence without a full stop; may be empty
};

inline constexpr bool isFinal(OutcomeKind kind) {
  return kind != OutcomeKind::Accepted;
}

}  // namespace evenkeel
