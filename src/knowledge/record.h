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

// Nothing is decided for it any more: its asset is gone, or its policies are others now.
struct ScopeClosed {
  std::uint64_t scope = 0;
};

// What an application's description says from here on.
struct ApplicationDescribed {
  AssetId application;
  std::string text;  // a document of kind Application
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

// How the loop itself is set up, as far as its records depend on it. Once, before the first input;
// mode and seed stand in RunStarted.
struct LoopConfigured {
  Level level = Level::Cluster;
  Duration decisionDelay{};
  Duration keyframeInterval{};
  std::uint64_t maxOpenActions = 0;
  Duration actionDeadline{};
  Duration unknownGrace{};
  bool describes = false;  // what applications are is in the log, by ApplicationDescribed
};

// The loop goes on where an earlier life in the same log stopped.
struct Resumed {
  Instant at{};
};

// What a policy and its fallback remember.
struct PolicyMemory {
  std::uint64_t decisions = 0;
  PolicyState primary;
  PolicyState fallback;
};

// A plan under way. What is asked of a mechanism, and how that stands, action by action.
struct OpenAction {
  Order order;
  ActionStatus status = ActionStatus::Queued;
  bool asked = false;  // Unknown: whether the mechanism was asked what became of it
  Instant freeAt{};    // Unknown and asked: when the asset is given free
};
struct OpenPlan {
  Plan plan;
  std::vector<OpenAction> actions;
};

// Everything needed to go on from here without what came before: the loop's whole state.
struct Keyframe {
  struct Doubt {
    AssetId component;
    std::string why;
  };
  struct Scope {
    ScopeOpened opened;
    PolicyMemory memory;
    Instant due{};              // of the next decision
    bool asked = false;         // its policy is deciding, and has time until then
    std::vector<Doubt> doubts;  // about the metrics that it was asked on
    std::vector<Action> asks;   // of its last decision, as proposed
    Instant asksUntil{};
    std::vector<Outcome> outcomes;  // since the last decision
  };
  struct EarlierMemory {  // of a scope that an earlier life knew and that has not come back yet
    std::string name;
    std::string policy;
    PolicyMemory memory;
  };
  struct Intent {  // orders that wait until the log is durable up to a position
    std::uint64_t position = 0;
    std::vector<ActionId> orders;
  };
  struct KnobChange {
    AssetId asset;
    std::string knob;
    Instant when{};
  };
  struct RecentChanges {
    AssetId application;
    std::vector<Instant> when;
  };

  Instant time{};
  std::vector<Asset> assets;           // by rising id
  std::vector<SeriesDeclared> series;  // likewise
  std::vector<Sample> samples;         // of all windows, oldest first
  std::vector<Scope> scopes;           // in the order in which they were opened
  std::vector<EarlierMemory> memories;
  std::vector<OpenPlan> plans;
  std::vector<Intent> intents;
  std::vector<KnobChange> changes;
  std::vector<RecentChanges> recentChanges;
  std::optional<Instant> assumedChange;        // of every knob, at the earliest: after a restart
  std::vector<CapabilitiesRead> capabilities;  // the newest answers
  std::vector<ApplicationDescribed> descriptions;  // as written, by rising id
  Grant grant;
  PlanId lastPlan;
  SeriesId lastSeries;
  std::uint64_t lastScope = 0;
  bool synced = false;
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
                 record::WorldDescribed, record::CapabilitiesRead, record::LoopConfigured,
                 record::Resumed, record::ScopeClosed, record::ApplicationDescribed>;

}  // namespace evenkeel
