#include "agent/loop.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "agent/component_description.h"
#include "base/time_text.h"

namespace evenkeel {

namespace {

bool asksForDecisions(const Event& event) {
  return std::holds_alternative<WakeUp>(event.body) ||
         std::holds_alternative<PolicyAnswered>(event.body);
}

// What the guardrail holds back it may not a little later, though nothing has changed.
bool passesWithTime(const GuardNote& note) {
  return note.guardrail == Guardrail::CoolDown || note.guardrail == Guardrail::Churn;
}

bool changesAnswers(const Event& event) {
  return !std::holds_alternative<WakeUp>(event.body) &&
         !std::holds_alternative<IntentDurable>(event.body);
}

using Windows = std::unordered_set<const Window*>;

// Whether there are figures for one of its needs, and none but those in `begun`.
bool hasFirst(const PolicyInstance& instance, const Windows& begun) {
  const std::size_t needs = instance.policy->needs().metrics.size();
  for (std::size_t need = 0; need < needs; ++need) {
    bool some = false;
    const auto isOther = [&](const auto& of) {
      const Window* window = of.metrics[need];
      if (window == nullptr || window->empty()) return false;
      const bool isNew = begun.contains(window);
      some = some || isNew;
      return !isNew;
    };
    const bool others = std::any_of(
        instance.components.begin(), instance.components.end(), [&](const auto& component) {
          return isOther(component) ||
                 std::any_of(component.pods.begin(), component.pods.end(), isOther);
        });
    if (some && !others) return true;
  }
  return false;
}

// The first multiple of the period that is half of it away at least: whatever has one period is
// decided on at once, on the same figures, however late an event is.
Instant nextDue(Instant now, Duration delay, Duration period) {
  const Duration cycle = delay + period;
  const Duration soonest = now.time_since_epoch() + std::max(cycle / 2, delay);
  return Instant((soonest + cycle - Duration(1)) / cycle * cycle);
}

// A decision is of the time that it was due at, where it is but late: windows that are as long as
// a period compare strictly, and a late wake-up before a punctual one would block every second step
// (policy/scaling/hpa_behavior.h).
Instant timeOf(const ManagedScope& scope, Instant now) {
  return now - scope.due < scope.primary.policy->needs().period / 2 ? scope.due : now;
}

}  // namespace

void Loop::step(const Event& event) {
  log_.append(record::Input{event});
  monitor(event);
  if (changesAnswers(event)) ++seen_;
  if (const auto* durable = std::get_if<IntentDurable>(&event.body))
    return execute(*durable, event);
  if (!asksForDecisions(event) || !synced_ || stopped_) return;

  const std::vector<ManagedScope*> due = scopes_.due(event.time);
  std::size_t resting = 0;
  for (ManagedScope* scope : due) {
    if (rests(*scope, event.time)) {
      scope->rested.push_back(timeOf(*scope, event.time));
      ++scope->decisions;
      ++resting;
    } else {
      std::optional<Proposal> proposal = analyzeAndPlan(*scope, event);
      if (!proposal) continue;
      if (proposal->by != nullptr) {
        GuardedDecision allowed =
            guard(proposal->decision, *proposal->snapshot, *scope, *proposal->by, proposal->doubts,
                  history_, hasRivals(*scope) ? &scopes_ : nullptr);
        if (config_.rests) restOn(*scope, *proposal, allowed);
        enqueue(*scope, *proposal, std::move(allowed), event);
      }
    }
    scopes_.setDue(
        *scope, nextDue(event.time, config_.decisionDelay, scope->primary.policy->needs().period));
  }
  const bool idle = resting > 0 && resting == due.size() && !rescheduling_;
  if (!idle || dispatcher_.openActions() > 0) schedule(event);
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

// A decision that takes its time takes none of an action's.
DispatcherLimits withDelay(const LoopConfig& config) {
  DispatcherLimits limits = config.dispatcher;
  limits.actionDeadline += config.decisionDelay;
  return limits;
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

Loop::Loop(const World& world, LoopConfig config, DecisionLog& log, PolicyJobs& jobs)
    : world_(world),
      config_(std::move(config)),
      log_(log),
      jobs_(jobs),
      mechanisms_(byName(world.mechanisms)),
      series_(world.sources),
      listener_(series_, [this](const record::SeriesDeclared& declared) { log_.append(declared); }),
      capabilities_([this](const record::CapabilitiesRead& read) { log_.append(read); }),
      descriptions_(world_.inventory, config_.textOfApplication,
                    [this](const record::ApplicationDescribed& said) { log_.append(said); }),
      snapshots_(capabilities_, descriptions_, world_),
      dispatcher_(withDelay(config_), [this](const std::string& name) {
        const auto found = mechanisms_.find(name);
        return found == mechanisms_.end() ? Concurrency::PerAsset : found->second->concurrency();
      }) {
  log_.append(describe(world_));
  log_.append(record::LoopConfigured{
      config_.level, config_.decisionDelay, config_.keyframeInterval,
      config_.dispatcher.maxOpenActions, config_.dispatcher.actionDeadline,
      config_.dispatcher.unknownGrace, config_.textOfApplication != nullptr});
}

void Loop::resume(const Recovered& earlier, Instant now) {
  log_.append(record::Resumed{now});
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
  // Where nothing is decided, the log is kept all the same.
  const Instant alone = config_.rests ? Instant::max() : nextKeyframe_;
  const Instant due = scopes_.size() == 0 ? alone : scopes_.nextDue();
  return std::min(due, dispatcher_.nextDue());
}

void Loop::monitor(const Event& event) {
  std::visit([&](const auto& body) { on(body, event); }, event.body);
}

std::optional<Loop::Proposal> Loop::analyzeAndPlan(ManagedScope& scope, const Event& now) {
  Proposal proposal;
  bool decided = false;
  std::string failure;
  for (PolicyInstance* instance : {&scope.primary, &scope.fallback}) {
    if (instance->policy == nullptr) continue;
    const Snapshot& snapshot =
        snapshots_.build(scope, *instance, timeOf(scope, now.time), now.wall,
                         dispatcher_.current(scope.label, scope.scope), series_.interval());
    if (snapshot.application == nullptr || snapshot.components.empty()) {
      scope.asked = false;
      return Proposal{};
    }
    proposal = {{}, instance, &snapshot, {}, Instant::min()};
    std::optional<Result<PolicyAnswer>> answer = ask(*instance, scope, snapshot, now.time);
    if (!answer) return std::nullopt;
    if (instance == &scope.primary) scope.rested.clear();
    if (*answer) {
      instance->state = std::move((*answer)->state);
      proposal.decision = std::move((*answer)->decision);
      proposal.standsUntil = (*answer)->standsUntil;
      if (instance == &scope.primary) proposal.doubts = std::exchange(scope.doubts, {});
      decided = true;
      break;
    }
    failure = answer->error().text();
  }
  Record proposed = record::Proposed{scope.number, decided && proposal.by == &scope.fallback,
                                     failure, std::move(proposal.decision)};
  log_.append(proposed);
  proposal.decision = std::move(std::get<record::Proposed>(proposed).decision);
  ++scope.decisions;
  if (decided && hasRivals(scope)) {
    scope.asks = proposal.decision.actions;
    scope.asksUntil = now.time + 2 * (config_.decisionDelay + scope.primary.policy->needs().period);
  }
  if (scope.primary.policy->needs().deadline == Duration::zero()) scope.outcomes.clear();
  return proposal;
}

std::optional<Result<PolicyAnswer>> Loop::ask(const PolicyInstance& instance, ManagedScope& scope,
                                              const Snapshot& snapshot, Instant now) {
  const Policy& policy = *instance.policy;
  const Duration deadline = policy.needs().deadline;
  std::string purpose = scope.label;
  purpose.append(1, ' ').append(policy.name()).append(1, ' ');
  const RandomStream random(config_.seed, scope.name,
                            purpose.append(std::to_string(scope.decisions)));
  if (deadline == Duration::zero()) return askPolicy(policy, snapshot, instance.state, random);

  if (!std::exchange(scope.asked, true)) {
    scope.answered.reset();
    scope.doubts = doubtsAbout(snapshot, instance);
    scopes_.setDue(scope, now + deadline);
    jobs_.ask({scope.number, scope.decisions, policy, snapshot, instance.state, random});
    scope.outcomes.clear();
    return std::nullopt;
  }
  scope.asked = false;
  const std::string name(policy.name());
  if (!scope.answered) {
    return fail(ErrorKind::Unavailable, name, "gave no answer within " + durationText(deadline));
  }
  if (!scope.answered->failure.empty())
    return fail(ErrorKind::Unavailable, name, scope.answered->failure);
  return std::move(scope.answered->answer);
}

bool Loop::rests(const ManagedScope& scope, Instant now) const {
  return scope.restsOn == seen_ && timeOf(scope, now) < scope.restsUntil;
}

void Loop::restOn(ManagedScope& scope, const Proposal& proposal,
                  const GuardedDecision& allowed) const {
  scope.restsUntil = Instant::min();
  const PolicyNeeds& needs = scope.primary.policy->needs();
  const bool held = allowed.actions.empty() && !hasRivals(scope) &&
                    dispatcher_.current(scope.label, scope.scope) == nullptr;
  if (!held || proposal.by != &scope.primary || needs.deadline > 0s) return;
  const bool passes = std::any_of(allowed.notes.begin(), allowed.notes.end(), passesWithTime);
  if (passes || (!allowed.notes.empty() && !doubtsApartFromTraffic(needs))) return;
  scope.restsUntil = proposal.standsUntil;
  scope.restsOn = seen_;
}

void Loop::enqueue(const ManagedScope& scope, const Proposal& proposal, GuardedDecision allowed,
                   const Event& now) {
  const bool observing = config_.mode == Mode::Recommend || !grant_.mayAct;
  if (observing) {
    noteObserveOnly(allowed, config_.mode == Mode::Recommend
                                 ? "mode recommend: only observing"
                                 : "this agent does not hold the right to act");
  }
  Record guarded =
      record::Guarded{scope.number, std::move(allowed.notes), std::move(allowed.actions)};
  log_.append(guarded);
  allowed.actions = std::move(std::get<record::Guarded>(guarded).actions);
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
  if (dispatcher_.enqueue(plan)) return;
  for (std::uint32_t i = 0; i < plan.actions.size(); ++i) {
    log_.append(record::StatusChanged{{plan.id, i},
                                      ActionStatus::Discarded,
                                      OutcomeKind::RetryLater,
                                      {},
                                      "too many actions are open"});
  }
}

void Loop::schedule(const Event& now) {
  rescheduling_ = false;
  for (const Order& order : dispatcher_.overdue(now.time)) {
    tell(order, &Mechanism::observe, now.time);
  }
  std::vector<Order> orders;
  if (grant_.mayAct) orders = dispatcher_.schedule(now.time, grant_.epoch);
  recordStatuses();
  for (const Order& order : orders) log_.append(record::Ordered{order});
  if (config_.rests && orders.empty()) return;  // nobody waits for the log
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
      tell(order, &Mechanism::submit, now.time);
    }
  }
  intents_.erase(intents_.begin(), next);
  recordStatuses();
}

void Loop::tell(const Order& order, void (Mechanism::*what)(const Order&), Instant now) {
  const auto mechanism = mechanisms_.find(order.action.mechanism);
  if (mechanism != mechanisms_.end()) return (mechanism->second->*what)(order);
  dispatcher_.settle({order.id, OutcomeKind::NeverPossible, now,
                      "there is no mechanism " + order.action.mechanism + " here"});
}

void Loop::recordStatuses() {
  for (const StatusChange& change : dispatcher_.takeChanges()) {
    log_.append(record::StatusChanged{change.action, change.status, change.outcome, change.winner,
                                      change.detail});
  }
}

void Loop::on(const AssetObserved& observed, const Event& event) {
  const Asset& asset = observed.asset;
  const AssetTable::Change change = assets_.observe(asset);
  if (asset.kind == AssetKind::Application) descriptions_.observe(asset.id);
  if (change == AssetTable::Change::Updated && asset.kind == AssetKind::Application) {
    for (const AssetId owned : assets_.ownedBy(asset.id))
      reopenScopes(*assets_.find(owned), event.time);
  }
  if (change != AssetTable::Change::New) return;
  switch (asset.kind) {
    case AssetKind::Application:
      openScopes(asset, event.time);
      for (const AssetId owned : assets_.ownedBy(asset.id)) listenTo(*assets_.find(owned));
      break;
    case AssetKind::Component:
      openScopes(asset, event.time);
      listenTo(*assets_.find(asset.id));
      break;
    case AssetKind::Pod:
      listenToPod(*assets_.find(asset.id));
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
  closeScopes(removed.asset);
  descriptions_.forget(removed.asset);
  series_.closeAll(removed.asset);
  capabilities_.forget(removed.asset);
  history_.forget(removed.asset);
  assets_.remove(removed.asset);
}

void Loop::on(const SamplesArrived& arrived, const Event& event) {
  decideOnFirst(series_.add(arrived.samples), event.time);
}

void Loop::decideOnFirst(const std::vector<SeriesTable::Begun>& begun, Instant now) {
  Windows windows;
  std::map<std::uint64_t, ManagedScope*> scopes;  // by number
  for (const SeriesTable::Begun& one : begun) {
    const Asset* asset = assets_.find(one.asset);
    if (asset == nullptr) continue;
    windows.insert(one.window);
    for (ManagedScope* scope :
         scopes_.listeningTo(asset->kind == AssetKind::Pod ? asset->owner : asset->id)) {
      const PolicyNeeds& needs = scope->primary.policy->needs();
      if (!needs.learns && needs.period <= one.interval) scopes.emplace(scope->number, scope);
    }
  }
  for (const auto& [number, scope] : scopes) {
    if (!scope->asked && scope->due > now && hasFirst(scope->primary, windows))
      scopes_.setDue(*scope, now);
  }
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
  if (grant_.mayAct) return;
  dispatcher_.withdraw("the right to act was lost");
  recordStatuses();
}

void Loop::on(const StopRequested&, const Event& event) {
  stopped_ = true;
  dispatcher_.withdraw("the agent was stopped");
  recordStatuses();
  if (synced_) recordKeyframe(event.time);
  log_.commit();
}

void Loop::on(const PolicyAnswered& answered, const Event& event) {
  ManagedScope* scope = scopes_.find(answered.scope);
  if (scope == nullptr || !scope->asked || answered.decision != scope->decisions) return;
  scope->answered = answered;
  scopes_.setDue(*scope, event.time);
}

std::vector<Loop::Decider> Loop::decidersOn(const Asset& asset) const {
  std::vector<Decider> deciders;
  const Application* application =
      asset.kind == AssetKind::Component ? descriptions_.find(asset.owner) : nullptr;
  const Component* described =
      application == nullptr ? nullptr : componentDescription(*application, asset.name);
  if (described != nullptr && !described->policies.empty()) {
    for (const std::string& call : described->policies) {
      auto policy = config_.policyOfCall ? config_.policyOfCall(call) : nullptr;
      const auto rank = static_cast<std::uint32_t>(deciders.size());
      if (policy != nullptr) deciders.push_back({call, std::move(policy), rank});
    }
    return deciders;
  }
  const PolicyScope kind =
      asset.kind == AssetKind::Application ? PolicyScope::Application : PolicyScope::Component;
  for (const BoundPolicy& bound : config_.policies) {
    if (bound.policy->needs().scope != kind) continue;
    const auto rank = static_cast<std::uint32_t>(&bound - config_.policies.data());
    deciders.push_back({bound.label, {std::shared_ptr<void>(), bound.policy}, rank});
  }
  return deciders;
}

void Loop::openScopes(const Asset& asset, Instant now) {
  for (const Decider& decider : decidersOn(asset)) {
    ManagedScope scope = scopeFor(decider, asset);
    scope.due = now;
    if (const auto earlier = memories_.extract({scope.name, scope.label}); !earlier.empty())
      scope.remember(earlier.mapped());
    const ManagedScope& opened = scopes_.open(std::move(scope));
    log_.append(record::ScopeOpened{opened.number, opened.scope, opened.name, opened.label});
  }
}

void Loop::closeScopes(AssetId asset) {
  for (const std::uint64_t scope : scopes_.close(asset)) log_.append(record::ScopeClosed{scope});
}

bool Loop::hasRivals(const ManagedScope& scope) const {
  return std::any_of(scope.primary.components.begin(), scope.primary.components.end(),
                     [this](const ListenedComponent& component) {
                       return scopes_.listeningTo(component.asset->id).size() > 1;
                     });
}

void Loop::reopenScopes(const Asset& component, Instant now) {
  const std::vector<Decider> deciders = decidersOn(component);
  const auto open = scopes_.of(component.id);
  const bool same = std::equal(open.begin(), open.end(), deciders.begin(), deciders.end(),
                               [](const ManagedScope* scope, const Decider& decider) {
                                 return scope->label == decider.label;
                               });
  if (same) return;
  for (const Decider& decider : deciders) {
    for (const ManagedScope* scope : open) {
      if (scope->primary.policy->name() == decider.policy->name())
        memories_[{scope->name, decider.label}] = scope->memory();
    }
  }
  closeScopes(component.id);
  openScopes(component, now);
  listenTo(component);
}

ManagedScope Loop::scopeFor(const Decider& decider, const Asset& asset) const {
  ManagedScope scope;
  scope.scope = {config_.level, asset.id};
  scope.name = asset.name;
  scope.label = decider.label;
  scope.rank = decider.rank;
  scope.application = asset.kind == AssetKind::Application ? asset.id : asset.owner;
  scope.kept = decider.policy;
  scope.primary.policy = decider.policy.get();
  const Policy* fallback = config_.fallback.policy;
  const bool fits = fallback != nullptr && fallback != scope.primary.policy &&
                    fallback->needs().scope == scope.primary.policy->needs().scope &&
                    fallback->needs().deadline == Duration::zero();
  if (fits) scope.fallback.policy = fallback;
  return scope;
}

void Loop::listenTo(const Asset& component) {
  for (const AssetId of : {component.id, component.owner}) {
    for (ManagedScope* scope : scopes_.of(of)) {
      scopes_.addListener(component.id, *scope);
      listener_.addComponent(scope->primary, component);
      listener_.addComponent(scope->fallback, component);
    }
  }
  for (const AssetId pod : assets_.ownedBy(component.id)) listenToPod(*assets_.find(pod));
}

void Loop::listenToPod(const Asset& pod) {
  for (ManagedScope* scope : scopes_.listeningTo(pod.owner)) {
    listener_.addPod(scope->primary, pod);
    listener_.addPod(scope->fallback, pod);
  }
}

AssetId Loop::applicationOf(AssetId id) const {
  const Asset* asset = assets_.find(id);
  while (asset != nullptr && asset->kind != AssetKind::Application)
    asset = assets_.find(asset->owner);
  return asset == nullptr ? AssetId{} : asset->id;
}

}  // namespace evenkeel
