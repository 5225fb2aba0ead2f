#include "agent/dispatcher.h"

#include <algorithm>

namespace evenkeel {
namespace {

bool isUnderWay(ActionStatus status) {
  return status == ActionStatus::Scheduled || status == ActionStatus::Pending ||
         status == ActionStatus::Unknown;
}

}  // namespace

Dispatcher::Dispatcher(DispatcherLimits limits, ConcurrencyOf concurrencyOf)
    : limits_(limits), concurrencyOf_(std::move(concurrencyOf)) {}

bool Dispatcher::enqueue(const Plan& plan) {
  if (openActions_ + plan.actions.size() > limits_.maxOpenActions) return false;
  if (const Plan* older = current(plan.policy, plan.scope)) supersede(older->id, plan.id);
  OpenPlan& open = add(plan, ActionStatus::Queued);
  for (const OpenAction& action : open.actions) {
    changes_.push_back({action.order.id, ActionStatus::Queued, OutcomeKind::Accepted, {}, {}});
  }
  open.open = open.actions.size();
  openActions_ += open.open;
  return true;
}

void Dispatcher::adopt(const Plan& plan, const Order& order) {
  const auto known = plans_.find(plan.id);
  OpenPlan& open = known != plans_.end() ? known->second : add(plan, ActionStatus::Discarded);
  OpenAction& action = open.actions.at(order.id.index);
  action.order = order;
  action.status = ActionStatus::Unknown;
  ++open.open;
  ++openActions_;
  busy_[busyKey(order.action)] = order.id;
  changes_.push_back({order.id,
                      ActionStatus::Unknown,
                      OutcomeKind::Unknown,
                      {},
                      "found unfinished after a restart"});
}

void Dispatcher::restore(record::OpenPlan plan) {
  OpenPlan open{std::move(plan), 0};
  for (const OpenAction& action : open.actions) {
    if (isOver(action.status)) continue;
    ++open.open;
    if (isUnderWay(action.status)) busy_[busyKey(action.order.action)] = action.order.id;
  }
  openActions_ += open.open;
  bySource_[{open.plan.policy, open.plan.scope}].insert(open.plan.id);
  plans_.insert_or_assign(open.plan.id, std::move(open));
}

Dispatcher::OpenPlan& Dispatcher::add(const Plan& plan, ActionStatus status) {
  OpenPlan& open = plans_[plan.id];
  open.plan = plan;
  for (std::uint32_t i = 0; i < plan.actions.size(); ++i) {
    open.actions.push_back(
        {Order{{plan.id, i}, 0, Instant::max(), plan.actions[i]}, status, false, {}});
  }
  bySource_[{plan.policy, plan.scope}].insert(plan.id);
  return open;
}

std::vector<Order> Dispatcher::schedule(Instant now, std::uint64_t epoch) {
  std::vector<Order> orders;
  std::map<AssetKey, const Plan*> claims;
  for (const Priority priority : {Priority::Core, Priority::Normal}) {
    for (auto& [id, open] : plans_) {
      if (open.plan.priority != priority) continue;
      for (OpenAction& action : open.actions) {
        if (action.status == ActionStatus::Queued) {
          scheduleAction(open, action, now, epoch, claims, orders);
        }
      }
    }
  }
  forgetFinishedPlans();
  return orders;
}

void Dispatcher::scheduleAction(OpenPlan& open, OpenAction& action, Instant now,
                                std::uint64_t epoch, std::map<AssetKey, const Plan*>& claims,
                                std::vector<Order>& orders) {
  const Action& wanted = action.order.action;
  const auto [claim, first] = claims.try_emplace({wanted.mechanism, wanted.asset}, &open.plan);
  if (!first && claim->second->policy != open.plan.policy) {
    return end(action, ActionStatus::Discarded, OutcomeKind::Cancelled,
               claim->second->policy + " came first", claim->second->id);
  }
  for (const std::uint32_t before : wanted.after) {
    const ActionStatus status = open.actions[before].status;
    if (status == ActionStatus::Completed) continue;
    if (isOver(status)) {
      end(action, ActionStatus::Discarded, OutcomeKind::Cancelled,
          "an action before it did not complete");
    }
    return;
  }
  if (!busy_.try_emplace(busyKey(wanted), action.order.id).second) return;
  action.status = ActionStatus::Scheduled;
  action.order.epoch = epoch;
  action.order.deadline = now + limits_.actionDeadline;
  changes_.push_back({action.order.id, ActionStatus::Scheduled, OutcomeKind::Accepted, {}, {}});
  orders.push_back(action.order);
}

bool Dispatcher::release(ActionId id, Instant now, std::uint64_t epoch) {
  OpenAction* action = find(id);
  if (action == nullptr || action->status != ActionStatus::Scheduled) return false;
  const bool late = now >= action->order.deadline;
  if (late || action->order.epoch != epoch) {
    end(*action, ActionStatus::Failed,
        late ? OutcomeKind::Expired : OutcomeKind::StoppedByGuardrail,
        late ? "its deadline passed before it was sent" : "the right to act changed hands");
    forgetIfFinished(id.plan);
    return false;
  }
  action->status = ActionStatus::Pending;
  changes_.push_back({id, ActionStatus::Pending, OutcomeKind::Accepted, {}, {}});
  return true;
}

void Dispatcher::withdraw(const std::string& why) {
  for (auto& [id, open] : plans_) {
    for (OpenAction& action : open.actions) {
      if (action.status == ActionStatus::Queued || action.status == ActionStatus::Scheduled)
        end(action, ActionStatus::Failed, OutcomeKind::StoppedByGuardrail, why);
    }
  }
  forgetFinishedPlans();
}

bool Dispatcher::settle(const Outcome& outcome) {
  OpenAction* action = find(outcome.action);
  if (action == nullptr) return false;
  if (action->status != ActionStatus::Pending && action->status != ActionStatus::Unknown)
    return false;
  switch (outcome.kind) {
    case OutcomeKind::Accepted:
      return false;
    case OutcomeKind::Unknown:
      if (action->status == ActionStatus::Unknown) return false;
      action->status = ActionStatus::Unknown;
      changes_.push_back({outcome.action, ActionStatus::Unknown, outcome.kind, {}, outcome.detail});
      return true;
    case OutcomeKind::Completed:
    case OutcomeKind::Partial:
      end(*action, ActionStatus::Completed, outcome.kind, outcome.detail);
      break;
    default:
      end(*action, ActionStatus::Failed, outcome.kind, outcome.detail);
  }
  forgetIfFinished(outcome.action.plan);
  return true;
}

std::vector<Order> Dispatcher::overdue(Instant now) {
  std::vector<Order> questions;
  for (auto& [id, open] : plans_) {
    for (OpenAction& action : open.actions) expire(open.plan, action, now, questions);
  }
  forgetFinishedPlans();
  return questions;
}

void Dispatcher::expire(const Plan& plan, OpenAction& action, Instant now,
                        std::vector<Order>& questions) {
  const bool late = action.order.deadline <= now;
  switch (action.status) {
    case ActionStatus::Queued:
      if (plan.expiry > now) return;
      return end(action, ActionStatus::Failed, OutcomeKind::Expired,
                 "not sent before its plan expired");
    case ActionStatus::Scheduled:
      if (!late) return;
      return end(action, ActionStatus::Failed, OutcomeKind::Expired,
                 "the log did not become durable in time");
    case ActionStatus::Pending:
      if (!late) return;
      action.status = ActionStatus::Unknown;
      changes_.push_back({action.order.id,
                          ActionStatus::Unknown,
                          OutcomeKind::Unknown,
                          {},
                          "no answer by its deadline"});
      break;
    case ActionStatus::Unknown:
      break;
    default:
      return;
  }
  if (!action.asked) {
    action.asked = true;
    action.freeAt = now + limits_.unknownGrace;
    questions.push_back(action.order);
  } else if (action.freeAt <= now) {
    end(action, ActionStatus::Failed, OutcomeKind::Unknown,
        "its mechanism never said what became of it");
  }
}

Instant Dispatcher::nextDue() const {
  Instant next = Instant::max();
  for (const auto& [id, open] : plans_) {
    for (const OpenAction& action : open.actions) {
      switch (action.status) {
        case ActionStatus::Queued:
          next = std::min(next, open.plan.expiry);
          break;
        case ActionStatus::Scheduled:
        case ActionStatus::Pending:
          next = std::min(next, action.order.deadline);
          break;
        case ActionStatus::Unknown:
          next = std::min(next, action.asked ? action.freeAt : Instant::min());
          break;
        default:
          break;
      }
    }
  }
  return next;
}

const Plan* Dispatcher::current(const std::string& policy, const Scope& scope) const {
  const auto source = bySource_.find({policy, scope});
  return source == bySource_.end() ? nullptr : &plans_.at(*source->second.rbegin()).plan;
}

std::vector<record::OpenPlan> Dispatcher::plans() const {
  std::vector<record::OpenPlan> all;
  all.reserve(plans_.size());
  for (const auto& [id, open] : plans_) all.push_back(open);
  return all;
}

const Plan* Dispatcher::find(PlanId plan) const {
  const auto open = plans_.find(plan);
  return open == plans_.end() ? nullptr : &open->second.plan;
}

const Order* Dispatcher::order(ActionId id) const {
  const auto open = plans_.find(id.plan);
  if (open == plans_.end() || id.index >= open->second.actions.size()) return nullptr;
  return &open->second.actions[id.index].order;
}

Dispatcher::OpenAction* Dispatcher::find(ActionId id) {
  const auto open = plans_.find(id.plan);
  if (open == plans_.end() || id.index >= open->second.actions.size()) return nullptr;
  return &open->second.actions[id.index];
}

void Dispatcher::end(OpenAction& action, ActionStatus status, OutcomeKind outcome,
                     std::string detail, PlanId winner) {
  if (isUnderWay(action.status)) busy_.erase(busyKey(action.order.action));
  action.status = status;
  --plans_.at(action.order.id.plan).open;
  --openActions_;
  changes_.push_back({action.order.id, status, outcome, winner, std::move(detail)});
}

void Dispatcher::supersede(PlanId older, PlanId newer) {
  const auto found = plans_.find(older);
  if (found == plans_.end()) return;
  for (OpenAction& action : found->second.actions) {
    if (action.status != ActionStatus::Queued && action.status != ActionStatus::Scheduled) continue;
    end(action, ActionStatus::Superseded, OutcomeKind::Cancelled, {}, newer);
  }
  forgetIfFinished(older);
}

Dispatcher::AssetKey Dispatcher::busyKey(const Action& action) const {
  const bool singleton = concurrencyOf_(action.mechanism) == Concurrency::Singleton;
  return {action.mechanism, singleton ? AssetId{} : action.asset};
}

void Dispatcher::forgetIfFinished(PlanId id) {
  const auto found = plans_.find(id);
  if (found == plans_.end() || found->second.open > 0) return;
  const auto source = bySource_.find({found->second.plan.policy, found->second.plan.scope});
  source->second.erase(id);
  if (source->second.empty()) bySource_.erase(source);
  plans_.erase(found);
}

void Dispatcher::forgetFinishedPlans() {
  for (auto next = plans_.begin(); next != plans_.end();) forgetIfFinished((next++)->first);
}

}  // namespace evenkeel
