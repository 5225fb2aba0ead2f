// What the decision log holds, as plain structs (DESIGN decision 5).
//
// Inputs in the order in which the loop took them, and what it made of them. A scope is named by
// the number under which it was opened. Times inside are the loop's (Instant).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/asset.h"
#include "model/capability.h"
#include "model/decision.h"
#include "model/event.h"
#include "model/metric.h"
#include "model/plan.h"

namespace evenkeel::record {

// The first record of every run (and of every life of an agent that goes on with a log).
struct RunStarted {
  std::string program;                // name and version of the writer
  std::string world;                  // simulated, kubernetes, ...
  std::string scenario;               // the whole document, where there is one
  std::vector<std::string> policies;  // calls, in order of precedence
  std::string fallback;
  std::uint64_t seed = 0;
  bool acting = false;  // false: mode recommend
  WallTime wall{};
  std::map<std::string, std::string> notes;  // whatever else a reader should know
};

struct Input {
  Event event;
};

// What kind of world it is, as far as the loop asks. Once, before the first input.
struct WorldDescribed {
  struct Source {
    std::string name;
    Duration interval{};
    friend bool operator==(const Source&, const Source&) = default;
  };
  struct Mechanism {
    std::string name;
    bool singleton = false;  // one action at a time over all assets
    friend bool operator==(const Mechanism&, const Mechanism&) = default;
  };
  std::vector<Source> sources;        // in the order in which they are asked
  std::vector<Mechanism> mechanisms;  // likewise
};

// A series that the loop began to listen to, and the source that serves it.
struct SeriesDeclared {
  Series series;
  std::string source = {};
};

// What a mechanism can do to an asset: written when the answer is not the one before.
struct CapabilitiesRead {
  std::string mechanism;
  AssetId asset;
  std::vector<KnobCapability> knobs;
};

struct ScopeOpened {
  std::uint64_t scope = 0;
  Scope of;
  std::string name;    // of its asset
  std::string policy;  // the call
};

struct Proposed {
  std::uint64_t scope = 0;
  bool byFallback = false;
  std::string failure;  // why the policy itself did not decide; empty: it did
  Decision decision;
};

// What the guardrails made of the proposal. `actions` is what was allowed.
struct Guarded {
  std::uint64_t scope = 0;
  std::vector<GuardNote> notes;
  std::vector<Action> actions;
};

struct Planned {
  Plan plan;
};

struct StatusChanged {
  ActionId action;
  ActionStatus status = ActionStatus::Queued;
  OutcomeKind outcome = OutcomeKind::Accepted;
  PlanId winner;
  std::string detail;
};

// The order as its mechanism gets it: written before it is sent.
struct Ordered {
  Order order;
};

// Everything needed to go on from here without what came before.
struct PolicyMemory {
  std::uint64_t scope = 0;
  std::uint64_t decisions = 0;
  Instant due{};
  std::uint32_t version = 0;
  std::string state;
  std::uint32_t fallbackVersion = 0;
  std::string fallbackState;
};
struct OpenOrder {
  Plan plan;
  Order order;
};
struct KnobChange {
  AssetId application;
  AssetId asset;
  std::string knob;
  Instant when{};
};
struct Keyframe {
  std::vector<Asset> assets;
  std::vector<Series> series;
  std::vector<Sample> samples;  // of all windows, oldest first
  std::vector<ScopeOpened> scopes;
  std::vector<PolicyMemory> memories;
  std::vector<OpenOrder> openOrders;
  std::vector<KnobChange> changes;
  Grant grant;
  PlanId lastPlan;
  bool synced = false;
  std::vector<CapabilitiesRead> capabilities = {};  // the newest answers
};

// A row of results for reports: per application and window, by name (units in the name).
struct Measured {
  Instant time{};  // end of the window
  std::string subject;
  std::vector<std::pair<std::string, double>> values;
};

struct RunEnded {
  std::string how;  // completed, interrupted, failed: why
};

}  // namespace evenkeel::record

namespace evenkeel {

// The place in this list is a kind's number on disk: new ones go to the end.
using Record =
    std::variant<record::RunStarted, record::Input, record::SeriesDeclared, record::ScopeOpened,
                 record::Proposed, record::Guarded, record::Planned, record::StatusChanged,
                 record::Ordered, record::Keyframe, record::Measured, record::RunEnded,
                 record::WorldDescribed, record::CapabilitiesRead>;

}  // namespace evenkeel
