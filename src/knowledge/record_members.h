// Which members of a record's structs are written, in which order: the format of the log.
//
// One list serves writing and reading. A member that is added here changes the format: raise
// kLogFormat (record_codec.h).
#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>

#include "knowledge/record.h"

namespace evenkeel::format {

template <class T, class U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

auto members(Like<AssetId> auto& v) {
  return std::tie(v.value);
}
auto members(Like<SeriesId> auto& v) {
  return std::tie(v.value);
}
auto members(Like<PlanId> auto& v) {
  return std::tie(v.value);
}
auto members(Like<ActionId> auto& v) {
  return std::tie(v.plan, v.index);
}
auto members(Like<Quantity> auto& v) {
  return std::tie(v.milli);
}
auto members(Like<Resources> auto& v) {
  return std::tie(v.cpu, v.memory);
}
auto members(Like<Grant> auto& v) {
  return std::tie(v.mayAct, v.epoch, v.holder);
}
auto members(Like<Scope> auto& v) {
  return std::tie(v.level, v.asset);
}

// Assets.
auto members(Like<ContainerState> auto& v) {
  return std::tie(v.name, v.cpuRequest, v.memoryRequest, v.cpuLimit, v.memoryLimit,
                  v.restartableInit, v.restarts, v.lastKilledForMemory);
}
auto members(Like<ApplicationState> auto&) {
  return std::tuple<>();
}
auto members(Like<ComponentState> auto& v) {
  return std::tie(v.replicas, v.statusReplicas, v.readyReplicas, v.podRequests, v.podLimits,
                  v.enabled, v.rollout, v.selectorAmbiguous);
}
auto members(Like<PodState> auto& v) {
  return std::tie(v.phase, v.deleting, v.ready, v.started, v.readyTransition, v.unschedulable,
                  v.podRequests, v.containers);
}
auto members(Like<NodeState> auto& v) {
  return std::tie(v.ready, v.allocatable, v.requested);
}
auto members(Like<Asset> auto& v) {
  return std::tie(v.id, v.kind, v.name, v.owner, v.place, v.generation, v.observed, v.state);
}
auto members(Like<KnobCapability> auto& v) {
  return std::tie(v.mechanism, v.knob, v.unit, v.minimum, v.maximum, v.step, v.current, v.safeValue,
                  v.safe);
}

// Events. A list of samples has a coding of its own (record_codec.cpp).
auto members(Like<Series> auto& v) {
  return std::tie(v.id, v.asset, v.metric, v.container);
}
auto members(Like<AssetObserved> auto& v) {
  return std::tie(v.asset);
}
auto members(Like<AssetRemoved> auto& v) {
  return std::tie(v.asset, v.observed);
}
auto members(Like<InventorySynced> auto&) {
  return std::tuple<>();
}
auto members(Like<SamplesArrived> auto& v) {
  return std::tie(v.source, v.samples);
}
auto members(Like<SourceFailed> auto& v) {
  return std::tie(v.source, v.detail);
}
auto members(Like<OutcomeArrived> auto& v) {
  return std::tie(v.outcome);
}
auto members(Like<GrantChanged> auto& v) {
  return std::tie(v.grant);
}
auto members(Like<IntentDurable> auto& v) {
  return std::tie(v.position);
}
auto members(Like<PolicyAnswered> auto& v) {
  return std::tie(v.scope, v.decision, v.failure, v.answer);
}
auto members(Like<WakeUp> auto&) {
  return std::tuple<>();
}
auto members(Like<StopRequested> auto&) {
  return std::tuple<>();
}
auto members(Like<Event> auto& v) {
  return std::tie(v.number, v.time, v.wall, v.body);
}

// Decisions and plans.
auto members(Like<Setting> auto& v) {
  return std::tie(v.knob, v.value);
}
auto members(Like<Action> auto& v) {
  return std::tie(v.mechanism, v.asset, v.settings, v.after, v.generation);
}
auto members(Like<Reason> auto& v) {
  return std::tie(v.code, v.subject, v.observed, v.target, v.proposal);
}
auto members(Like<Effect> auto& v) {
  return std::tie(v.responseTime, v.utilization, v.requestRate, v.horizon);
}
auto members(Like<PolicyState> auto& v) {
  return std::tie(v.version, v.bytes);
}
auto members(Like<PolicyAnswer> auto& v) {
  return std::tie(v.decision, v.state);
}
auto members(Like<Decision> auto& v) {
  return std::tie(v.actions, v.reasons, v.effect, v.validFor);
}
auto members(Like<GuardNote> auto& v) {
  return std::tie(v.guardrail, v.asset, v.knob, v.before, v.after, v.detail);
}
auto members(Like<Plan> auto& v) {
  return std::tie(v.id, v.parent, v.scope, v.policy, v.priority, v.decided, v.expiry, v.actions);
}
auto members(Like<Order> auto& v) {
  return std::tie(v.id, v.epoch, v.deadline, v.action);
}
auto members(Like<Outcome> auto& v) {
  return std::tie(v.action, v.kind, v.time, v.detail);
}

// Records.
auto members(Like<record::RunStarted> auto& v) {
  return std::tie(v.program, v.world, v.scenario, v.policies, v.fallback, v.seed, v.acting, v.wall,
                  v.notes);
}
auto members(Like<record::Input> auto& v) {
  return std::tie(v.event);
}
auto members(Like<record::WorldDescribed::Source> auto& v) {
  return std::tie(v.name, v.interval);
}
auto members(Like<record::WorldDescribed::Mechanism> auto& v) {
  return std::tie(v.name, v.singleton);
}
auto members(Like<record::WorldDescribed> auto& v) {
  return std::tie(v.sources, v.mechanisms);
}
auto members(Like<record::SeriesDeclared> auto& v) {
  return std::tie(v.series, v.source);
}
auto members(Like<record::CapabilitiesRead> auto& v) {
  return std::tie(v.mechanism, v.asset, v.knobs);
}
auto members(Like<record::ScopeOpened> auto& v) {
  return std::tie(v.scope, v.of, v.name, v.policy);
}
auto members(Like<record::ScopeClosed> auto& v) {
  return std::tie(v.scope);
}
auto members(Like<record::ApplicationDescribed> auto& v) {
  return std::tie(v.application, v.text);
}
auto members(Like<record::Proposed> auto& v) {
  return std::tie(v.scope, v.byFallback, v.failure, v.decision);
}
auto members(Like<record::Guarded> auto& v) {
  return std::tie(v.scope, v.notes, v.actions);
}
auto members(Like<record::Planned> auto& v) {
  return std::tie(v.plan);
}
auto members(Like<record::StatusChanged> auto& v) {
  return std::tie(v.action, v.status, v.outcome, v.winner, v.detail);
}
auto members(Like<record::Ordered> auto& v) {
  return std::tie(v.order);
}
auto members(Like<record::LoopConfigured> auto& v) {
  return std::tie(v.level, v.decisionDelay, v.keyframeInterval, v.maxOpenActions, v.actionDeadline,
                  v.unknownGrace, v.describes);
}
auto members(Like<record::Resumed> auto& v) {
  return std::tie(v.at);
}
auto members(Like<record::PolicyMemory> auto& v) {
  return std::tie(v.decisions, v.primary, v.fallback);
}
auto members(Like<record::OpenAction> auto& v) {
  return std::tie(v.order, v.status, v.asked, v.freeAt);
}
auto members(Like<record::OpenPlan> auto& v) {
  return std::tie(v.plan, v.actions);
}
auto members(Like<record::Keyframe::Scope> auto& v) {
  return std::tie(v.opened, v.memory, v.due, v.asked, v.doubts, v.asks, v.asksUntil, v.outcomes);
}
auto members(Like<record::Keyframe::Doubt> auto& v) {
  return std::tie(v.component, v.why);
}
auto members(Like<record::Keyframe::EarlierMemory> auto& v) {
  return std::tie(v.name, v.policy, v.memory);
}
auto members(Like<record::Keyframe::Intent> auto& v) {
  return std::tie(v.position, v.orders);
}
auto members(Like<record::Keyframe::KnobChange> auto& v) {
  return std::tie(v.asset, v.knob, v.when);
}
auto members(Like<record::Keyframe::RecentChanges> auto& v) {
  return std::tie(v.application, v.when);
}
auto members(Like<record::Keyframe> auto& v) {
  return std::tie(v.time, v.assets, v.series, v.samples, v.scopes, v.memories, v.plans, v.intents,
                  v.changes, v.recentChanges, v.assumedChange, v.capabilities, v.descriptions,
                  v.grant, v.lastPlan, v.lastSeries, v.lastScope, v.synced);
}
auto members(Like<record::Measured> auto& v) {
  return std::tie(v.time, v.subject, v.values);
}
auto members(Like<record::RunEnded> auto& v) {
  return std::tie(v.how);
}

// The last value of each enumeration: anything above is no value of it.
constexpr AssetKind lastOf(AssetKind) {
  return AssetKind::Continuum;
}
constexpr PodPhase lastOf(PodPhase) {
  return PodPhase::Failed;
}
constexpr SafeDirection lastOf(SafeDirection) {
  return SafeDirection::Down;
}
constexpr Level lastOf(Level) {
  return Level::Continuum;
}
constexpr Priority lastOf(Priority) {
  return Priority::Normal;
}
constexpr ActionStatus lastOf(ActionStatus) {
  return ActionStatus::Unknown;
}
constexpr OutcomeKind lastOf(OutcomeKind) {
  return OutcomeKind::Unknown;
}
constexpr Guardrail lastOf(Guardrail) {
  return Guardrail::Precedence;
}

}  // namespace evenkeel::format
