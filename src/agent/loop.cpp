#include "agent/loop.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace evenkeel {

void Loop::step(const Event& event) {
  log_.append(record::Input{event});
  monitor(event);
  if (const auto* durable = std::get_if<IntentDurable>(&event.body))
    return execute(*durable, event);
  if (!std::holds_alternative<WakeUp>(event.body) || !synced_ || stopped_) return;

  for (ManagedScope* scope : scopes_.due(event.time)) {
    const Proposal proposal = analyzeAndPlan(*scope, event);
    if (proposal.by != nullptr) {
      enqueue(
          *scope, proposal,
          guard(proposal.decision, *proposal.snapshot, scope->application, *proposal.by, history_),
          event);
    }
    scopes_.setDue(*scope,
                   event.time + config_.decisionDelay + scope->primary.policy->needs().period);
  }
  schedule(event);
}

namespace {

std::map<std::string, Mechanism*> byName(const std::vector<Mechanism*>& mechanisms) {
  std::map<std::string, Mechanism*> named;
  for (Mechanism* mechanism : mechanisms) named.emplace(mechanism->name(), mechanism);
  return named;
}

record::WorldDescribed describe(const World& world) {
  record::WorldDescribed described;
  for (const MetricSource* source : world.sources)
    described.sources.push_back({std::string(source->name()), source->interval()});
  for (const Mechanism* mechanism : world.mechanisms) {
    described.mechanisms.push_back(
        {std::string(mechanism->name()), mechanism->concurrency() == Concurrency::Singleton});
  }
  return described;
}

void noteObserveOnly(GuardedDecision& allowed, const char* why) {
  for (const Action& action : allowed.actions) {
    for (const Setting& setting : action.settings) {
      allowed.notes.push_back(
          {Guardrail::Authority, action.asset, setting.knob, setting.value, setting.value, why});
    }
  }
}

}  // namespace

Loop::Loop(const World& world, LoopConfig config, DecisionLog& log)
    : world_(world),
      config_(std::move(config)),
      log_(log),
      mechanisms_(byName(world.mechanisms)),
      series_(world.sources),
      listener_(series_, [this](const record::SeriesDeclared& declared) { log_.append(declared); }),
      capabilities_([this](const record::CapabilitiesRead& read) { log_.append(read); }),
      snapshots_(assets_, capabilities_, world_),
      dispatcher_(config_.dispatcher, [this](const std::string& name) {
        const auto found = mechanisms_.find(name);
        return found == mechanisms_.end() ? Concurrency::PerAsset : found->second->concurrency();
      }) {
  log_.append(describe(world_));
}

void Loop::resume(const Recovered& earlier, Instant now) {
  lastPlan_ = earlier.lastPlan;
  grant_.epoch = earlier.grant.epoch;
  memories_ = earlier.memories;
  series_.continueAfter(earlier.lastSeries);
  history_.assumeChanged(now);
  for (const auto& [id, open] : earlier.openOrders) dispatcher_.adopt(open.plan, open.order);
  recordStatuses();
}

Instant Loop::nextWake(Instant now) const {
  if (!synced_ || stopped_) return Instant::max();
  if (rescheduling_) return now;
  return std::min(scopes_.nextDue(), dispatcher_.nextDue());
}

void Loop::monitor(const Event& event) {
  std::visit([&](const auto& body) { on(body, event); }, event.body);
}

Loop::Proposal Loop::analyzeAndPlan(ManagedScope& scope, const Event& now) {
  Proposal proposal;
  std::string failure;
  for (PolicyInstance* instance : {&scope.primary, &scope.fallback}) {
    if (instance->policy == nullptr) continue;
    const Snapshot& snapshot = snapshots_.build(
        scope, *instance, now, dispatcher_.current(scope.label, scope.scope), series_.interval());
    if (snapshot.application == nullptr || snapshot.components.empty()) return {};
    Result<PolicyAnswer> answer = ask(*instance, scope, snapshot);
    if (answer) {
      instance->state = std::move(answer->state);
      proposal = {std::move(answer->decision), instance, &snapshot};
      break;
    }
    failure = answer.error().text();
  }
  log_.append(
      record::Proposed{scope.number, proposal.by == &scope.fallback, failure, proposal.decision});
  ++scope.decisions;
  scope.outcomes.clear();
  return proposal;
}

Result<PolicyAnswer> Loop::ask(const PolicyInstance& instance, const ManagedScope& scope,
                               const Snapshot& snapshot) const {
  RandomStream random(config_.seed + scope.decisions, scope.name, scope.label);
  try {
    return instance.policy->decide(snapshot, instance.state, random);
  } catch (const std::exception& error) {
    return fail(ErrorKind::Internal, std::string(instance.policy->name()), error.what());
  } catch (...) {
    return fail(ErrorKind::Internal, std::string(instance.policy->name()),
                "threw something unknown");
  }
}

void Loop::enqueue(const ManagedScope& scope, const Proposal& proposal, GuardedDecision allowed,
                   const Event& now) {
  const bool observing = config_.mode == Mode::Recommend || !grant_.mayAct;
  if (observing) {
    noteObserveOnly(allowed, config_.mode == Mode::Recommend
                                 ? "mode recommend: only observing"
                                 : "this agent does not hold the right to act");
  }
  log_.append(record::Guarded{scope.number, allowed.notes, allowed.actions});
  if (observing || allowed.actions.empty()) return;
  const Plan plan{.id = lastPlan_ = PlanId{lastPlan_.value + 1},
                  .parent = {},
                  .scope = scope.scope,
                  .policy = scope.label,
                  .priority = Priority::Normal,
                  .decided = now.time,
                  .expiry = now.time + proposal.decision.validFor,
                  .actions = std::move(allowed.actions)};
  log_.append(record::Planned{plan});
  if (!dispatcher_.enqueue(plan)) {
    log_.append(record::StatusChanged{{plan.id, 0},
                                      ActionStatus::Discarded,
                                      OutcomeKind::RetryLater,
                                      {},
                                      "too many actions are open"});
  }
}

void Loop::schedule(const Event& now) {
  rescheduling_ = false;
  for (const Order& order : dispatcher_.overdue(now.time)) {
    mechanisms_.at(order.action.mechanism)->observe(order);
  }
  std::vector<Order> orders;
  if (grant_.mayAct) orders = dispatcher_.schedule(now.time, grant_.epoch);
  recordStatuses();
  for (const Order& order : orders) log_.append(record::Ordered{order});
  if (!orders.empty()) intents_.push_back({log_.position(), std::move(orders)});
  if (now.time >= nextKeyframe_) recordKeyframe(now.time);
  log_.commit();
}

void Loop::execute(const IntentDurable& durable, const Event& now) {
  auto next = intents_.begin();
  for (; next != intents_.end() && next->position <= durable.position; ++next) {
    for (const Order& order : next->orders) {
      if (!dispatcher_.release(order.id, now.time, grant_.epoch)) continue;
      for (const Setting& setting : order.action.settings) {
        history_.changed(applicationOf(order.action.asset), order.action.asset, setting.knob,
                         now.time);
      }
      mechanisms_.at(order.action.mechanism)->submit(order);
    }
  }
  intents_.erase(intents_.begin(), next);
  recordStatuses();
}

void Loop::recordStatuses() {
  for (const StatusChange& change : dispatcher_.takeChanges()) {
    log_.append(record::StatusChanged{change.action, change.status, change.outcome, change.winner,
                                      change.detail});
  }
}

void Loop::recordKeyframe(Instant now) {
  nextKeyframe_ = now + config_.keyframeInterval;
  record::Keyframe keyframe;
  for (const Asset* asset : assets_.all()) keyframe.assets.push_back(*asset);
  series_.each([&](const Series& series, const Window& window) {
    keyframe.series.push_back(series);
    for (std::size_t i = 0; i < window.size(); ++i) keyframe.samples.push_back(window[i]);
  });
  scopes_.each([&](const ManagedScope& scope) {
    keyframe.scopes.push_back({scope.number, scope.scope, scope.name, scope.label});
    keyframe.memories.push_back({scope.number, scope.decisions, scope.due,
                                 scope.primary.state.version, scope.primary.state.bytes,
                                 scope.fallback.state.version, scope.fallback.state.bytes});
  });
  dispatcher_.eachUnderWay(
      [&](const Plan& plan, const Order& order) { keyframe.openOrders.push_back({plan, order}); });
  history_.each([&](AssetId asset, const std::string& knob, Instant when) {
    keyframe.changes.push_back({applicationOf(asset), asset, knob, when});
  });
  keyframe.grant = grant_;
  keyframe.lastPlan = lastPlan_;
  keyframe.synced = synced_;
  keyframe.capabilities = capabilities_.all();
  log_.append(std::move(keyframe));
}

void Loop::on(const AssetObserved& observed, const Event& event) {
  const Asset& asset = observed.asset;
  if (assets_.observe(asset) != AssetTable::Change::New) return;
  switch (asset.kind) {
    case AssetKind::Application:
      openScopes(asset, PolicyScope::Application, event.time);
      for (const AssetId owned : assets_.ownedBy(asset.id)) listenTo(*assets_.find(owned));
      break;
    case AssetKind::Component:
      openScopes(asset, PolicyScope::Component, event.time);
      listenTo(asset);
      break;
    case AssetKind::Pod:
      listenToPod(asset.owner, asset.id);
      break;
    default:
      break;
  }
}

void Loop::on(const AssetRemoved& removed, const Event&) {
  const Asset* asset = assets_.find(removed.asset);
  if (asset == nullptr) return;
  if (asset->kind == AssetKind::Pod) {
    for (ManagedScope* scope : scopes_.listeningTo(asset->owner)) {
      Listener::removePod(scope->primary, asset->owner, asset->id);
      Listener::removePod(scope->fallback, asset->owner, asset->id);
    }
  } else if (asset->kind == AssetKind::Component) {
    for (ManagedScope* scope : scopes_.listeningTo(asset->id)) {
      Listener::removeComponent(scope->primary, asset->id);
      Listener::removeComponent(scope->fallback, asset->id);
    }
  }
  scopes_.close(removed.asset);
  series_.closeAll(removed.asset);
  capabilities_.forget(removed.asset);
  history_.forget(removed.asset);
  assets_.remove(removed.asset);
}

void Loop::on(const OutcomeArrived& arrived, const Event&) {
  const Plan* plan = dispatcher_.find(arrived.outcome.action.plan);
  const Scope of = plan == nullptr ? Scope{} : plan->scope;
  if (!dispatcher_.settle(arrived.outcome)) return;
  for (ManagedScope* scope : scopes_.of(of.asset)) scope->outcomes.push_back(arrived.outcome);
  rescheduling_ = true;
  recordStatuses();
}

void Loop::on(const GrantChanged& changed, const Event&) {
  if (changed.grant.epoch < grant_.epoch) return;
  grant_ = changed.grant;
  rescheduling_ = true;
}

void Loop::openScopes(const Asset& asset, PolicyScope kind, Instant now) {
  const AssetId application = kind == PolicyScope::Application ? asset.id : asset.owner;
  for (const BoundPolicy& bound : config_.policies) {
    if (bound.policy->needs().scope != kind) continue;
    ManagedScope scope;
    scope.scope = {config_.level, asset.id};
    scope.name = asset.name;
    scope.label = bound.label;
    scope.application = application;
    scope.primary.policy = bound.policy;
    if (config_.fallback.policy != nullptr && config_.fallback.policy->needs().scope == kind &&
        config_.fallback.policy != bound.policy) {
      scope.fallback.policy = config_.fallback.policy;
    }
    scope.due = now;
    if (const auto memory = memories_.find({scope.name, scope.label}); memory != memories_.end()) {
      scope.decisions = memory->second.decisions;
      scope.primary.state = {memory->second.version, memory->second.state};
      scope.fallback.state = {memory->second.fallbackVersion, memory->second.fallbackState};
    }
    const ManagedScope& opened = scopes_.open(std::move(scope));
    log_.append(record::ScopeOpened{opened.number, opened.scope, opened.name, opened.label});
  }
}

void Loop::listenTo(const Asset& component) {
  for (const AssetId of : {component.id, component.owner}) {
    for (ManagedScope* scope : scopes_.of(of)) {
      scopes_.addListener(component.id, *scope);
      listener_.addComponent(scope->primary, component.id);
      listener_.addComponent(scope->fallback, component.id);
    }
  }
  for (const AssetId pod : assets_.ownedBy(component.id)) listenToPod(component.id, pod);
}

void Loop::listenToPod(AssetId component, AssetId pod) {
  for (ManagedScope* scope : scopes_.listeningTo(component)) {
    listener_.addPod(scope->primary, component, pod);
    listener_.addPod(scope->fallback, component, pod);
  }
}

AssetId Loop::applicationOf(AssetId id) const {
  const Asset* asset = assets_.find(id);
  while (asset != nullptr && asset->kind != AssetKind::Application)
    asset = assets_.find(asset->owner);
  return asset == nullptr ? AssetId{} : asset->id;
}

}  // namespace evenkeel
