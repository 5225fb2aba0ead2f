// The loop: monitor, analyze, plan, guard, schedule, execute, record (DESIGN §1 and §2).
//
// Loop::step() in loop.cpp is the whole of it. The loop takes time from the events it is fed and
// nothing else, so that the same events give the same decisions: live, in the simulator, and when a
// recorded run is replayed. It never waits: an action is dispatched on the event that its intent is
// durable; outcomes come as events, and so do the answers of policies that take their time. It
// throws nothing; for a policy that does, or that misses its deadline, the fallback answers. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/asset_table.h"
#include "agent/capability_table.h"
#include "agent/change_history.h"
#include "agent/description_table.h"
#include "agent/dispatcher.h"
#include "agent/guard.h"
#include "agent/managed_scope.h"
#include "agent/policy_jobs.h"
#include "agent/recovery.h"
#include "agent/scope_table.h"
#include "agent/series_table.h"
#include "agent/snapshot_builder.h"
#include "knowledge/decision_log.h"
#include "policy/policy.h"
#include "world/world.h"

namespace evenkeel {

enum class Mode : std::uint8_t { Recommend, Act };

// A policy with the text of its call, `hpa(cpu=60)`: what logs and tables call it.
struct BoundPolicy {
  std::string label;
  const Policy* policy = nullptr;
};

// Makes a policy of a call; null: there is none such.
using PolicyOfCall = std::function<std::shared_ptr<const Policy>(const std::string& call)>;

struct LoopConfig {
  Mode mode = Mode::Recommend;
  Level level = Level::Cluster;
  // Each gets an instance a scope. Of several that ask for a value of one knob the safest counts,
  // and where no way is safe the first; in one cycle one plan gets a mechanism and asset.
  std::vector<BoundPolicy> policies;
  PolicyOfCall policyOfCall;  // for components that name who decides on them; null: there are none
  BoundPolicy fallback;       // decides where a policy of its scope fails; null: hold
  std::uint64_t seed = 1;
  // Added to every decision's period, where a world declares one: what is decided has happened
  // before the next decision.
  Duration decisionDelay{};
  DispatcherLimits dispatcher;
  Duration keyframeInterval = std::chrono::minutes(10);
  TextOfApplication textOfApplication;  // for the log
  // Decisions are left out that are certain to leave everything as it is
  // (PolicyAnswer::standsUntil). What happens is the same; the log lacks them, and is not one to be
  // replayed or gone on with.
  bool rests = false;
};

class Loop {
 public:
  Loop(const World& world, LoopConfig config, DecisionLog& log, PolicyJobs& jobs);

  // Goes on where an earlier life stopped: before the first step(). Unfinished orders are Unknown
  // until their mechanisms have been asked, and knobs count as changed at `now` for the cool-down.
  void resume(const Recovered& earlier, Instant now);
  // Goes on where a loop of the same configuration recorded a keyframe: before the first step().
  // Invalid: the keyframe is of other policies.
  Result<void> restore(const record::Keyframe& keyframe);
  void step(const Event& event);

  // When a WakeUp is wanted next, where it was last fed an event at `now`; Instant::max(): not
  // before something else happens.
  Instant nextWake(Instant now) const;
  bool stopped() const { return stopped_; }

 private:
  struct Proposal {
    Decision decision;                   // empty where nobody could decide
    const PolicyInstance* by = nullptr;  // that was asked last; null: there is nothing to decide on
    const Snapshot* snapshot = nullptr;  // what it was decided on
    Doubts doubts;                       // from when it was asked
    Instant standsUntil = Instant::min();
  };
  struct Intent {
    std::uint64_t position;  // in the log
    std::vector<Order> orders;
  };

  struct Decider {
    std::string label;
    std::shared_ptr<const Policy> policy;
    std::uint32_t rank = 0;
  };

  void monitor(const Event& event);
  // Nothing: its policy has been asked, and takes its time.
  std::optional<Proposal> analyzeAndPlan(ManagedScope& scope, const Event& now);
  void enqueue(const ManagedScope& scope, const Proposal& proposal, GuardedDecision allowed,
               const Event& now);
  void schedule(const Event& now);
  void execute(const IntentDurable& durable, const Event& now);

  void on(const AssetObserved& observed, const Event& event);
  void on(const AssetRemoved& removed, const Event& event);
  void on(const OutcomeArrived& arrived, const Event& event);
  void on(const SamplesArrived& arrived, const Event& event);
  void on(const GrantChanged& changed, const Event& event);
  void on(const PolicyAnswered& answered, const Event& event);
  void on(const InventorySynced&, const Event&) { synced_ = true; }
  void on(const StopRequested& asked, const Event& event);
  void on(const auto&, const Event&) {}

  // Nobody waits a period for the first figures of a metric; but those who learn, or whose period
  // is longer than that of the figures.
  void decideOnFirst(const std::vector<SeriesTable::Begun>& begun, Instant now);
  // Who decides on an asset: those that its component names, else those of the configuration.
  std::vector<Decider> decidersOn(const Asset& asset) const;
  void openScopes(const Asset& asset, Instant now);
  void closeScopes(AssetId asset);
  // Whether other scopes may have wishes for the same knobs.
  bool hasRivals(const ManagedScope& scope) const;
  // What an application's description says has changed.
  void reopenScopes(const Asset& component, Instant now);
  void listenTo(const Asset& component);
  void listenToPod(const Asset& pod);
  AssetId applicationOf(AssetId asset) const;
  ManagedScope scopeFor(const Decider& decider, const Asset& asset) const;
  std::optional<Result<PolicyAnswer>> ask(const PolicyInstance& instance, ManagedScope& scope,
                                          const Snapshot& snapshot, Instant now);
  bool rests(const ManagedScope& scope, Instant now) const;
  // After a decision by its policy, of which this was allowed.
  void restOn(ManagedScope& scope, const Proposal& proposal, const GuardedDecision& allowed) const;
  // What to do with an order, by its mechanism; one that is not there can never do it.
  void tell(const Order& order, void (Mechanism::*what)(const Order&), Instant now);
  void recordStatuses();
  void recordKeyframe(Instant now);

  World world_;
  LoopConfig config_;
  DecisionLog& log_;
  PolicyJobs& jobs_;
  std::map<std::string, Mechanism*> mechanisms_;
  AssetTable assets_;
  SeriesTable series_;
  Listener listener_;
  CapabilityTable capabilities_;
  DescriptionTable descriptions_;
  SnapshotBuilder snapshots_;
  ChangeHistory history_;
  Dispatcher dispatcher_;
  ScopeTable scopes_;
  Grant grant_;
  bool synced_ = false;
  bool stopped_ = false;
  std::uint64_t seen_ = 0;     // events that may change an answer
  bool rescheduling_ = false;  // an outcome may have freed an asset that others wait for
  PlanId lastPlan_;
  Instant nextKeyframe_ = Instant::min();
  std::map<Recovered::ScopeName, record::PolicyMemory> memories_;  // of an earlier life
  std::vector<Intent> intents_;
};

}  // namespace evenkeel
