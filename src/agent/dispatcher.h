// Plans on their way to mechanisms (paper 003 §8.1.4-5, and what its open issue #42 asks for).
//
// First in, first out within a priority; core plans first. In one cycle one plan gets a mechanism
// and asset: another policy's action on it is Discarded, with the winner named; a newer plan of the
// same policy and scope makes what the older had not sent yet Superseded. A singleton mechanism has
// one action under way at a time, another one per asset: the rest waits until its plan expires.
//
// An action that a mechanism does not finish by its deadline becomes Unknown, and the mechanism is
// asked what became of it. Nothing else goes to that asset through it before the answer or the end
// of a further grace. No order is released twice. One thread, no I/O: the loop carries out what
// schedule() and overdue() return. Cost: linear in the actions open.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/record.h"
#include "model/plan.h"
#include "world/mechanism.h"

namespace evenkeel {

struct StatusChange {
  ActionId action;
  ActionStatus status = ActionStatus::Queued;
  OutcomeKind outcome = OutcomeKind::Accepted;  // why it ended, where it has
  PlanId winner;                                // Discarded, Superseded: by this plan; zero: none
  std::string detail;
};

struct DispatcherLimits {
  std::size_t maxOpenActions = 1'000'000;
  Duration actionDeadline = 60s;  // from scheduling to the mechanism's final answer
  Duration unknownGrace = 60s;    // from the question to giving the asset free
};

class Dispatcher {
 public:
  using ConcurrencyOf = std::function<Concurrency(const std::string& mechanism)>;

  Dispatcher(DispatcherLimits limits, ConcurrencyOf concurrencyOf);

  // Queues all actions of a plan. False: too many are open, and none was taken.
  bool enqueue(const Plan& plan);
  // An order that an earlier life of this agent recorded and did not see finished: Unknown.
  void adopt(const Plan& plan, const Order& order);
  // A plan as plans() gave it: at the start, without a status change.
  void restore(record::OpenPlan plan);

  // One cycle: what may go now becomes Scheduled and is returned, to be released when its intent is
  // durable. Call overdue() first: it takes away what has expired.
  std::vector<Order> schedule(Instant now, std::uint64_t epoch);
  // Scheduled to Pending. False: it may not be sent any more (expired, superseded, epoch passed).
  bool release(ActionId action, Instant now, std::uint64_t epoch);
  // Ends, for a reason, whatever has not been sent: the right to act is gone.
  void withdraw(const std::string& why);
  // Takes an outcome, whether it comes once or often, early or late. False: nothing was changed.
  bool settle(const Outcome& outcome);
  // Ends what has expired; returns the orders whose mechanism must be asked what became of them.
  std::vector<Order> overdue(Instant now);

  std::vector<StatusChange> takeChanges() { return std::exchange(changes_, {}); }
  // When overdue() or an expiry has something to do next; Instant::max(): never.
  Instant nextDue() const;
  std::size_t openActions() const { return openActions_; }
  // The newest plan of a policy and scope with open actions; null where there is none.
  const Plan* current(const std::string& policy, const Scope& scope) const;
  // An open plan; null where there is none of that id.
  const Plan* find(PlanId plan) const;
  // Null where its plan is not open any more.
  const Order* order(ActionId action) const;
  // All with open actions, by rising id.
  std::vector<record::OpenPlan> plans() const;

 private:
  using OpenAction = record::OpenAction;
  struct OpenPlan : record::OpenPlan {
    std::size_t open = 0;  // of its actions, those that are not over
  };
  using AssetKey = std::pair<std::string, AssetId>;  // mechanism, asset

  OpenPlan& add(const Plan& plan, ActionStatus status);
  OpenAction* find(ActionId id);
  void end(OpenAction& action, ActionStatus status, OutcomeKind outcome, std::string detail = {},
           PlanId winner = {});
  void supersede(PlanId older, PlanId newer);
  void scheduleAction(OpenPlan& open, OpenAction& action, Instant now, std::uint64_t epoch,
                      std::map<AssetKey, const Plan*>& claims, std::vector<Order>& orders);
  void expire(const Plan& plan, OpenAction& action, Instant now, std::vector<Order>& questions);
  AssetKey busyKey(const Action& action) const;
  void forgetIfFinished(PlanId plan);
  void forgetFinishedPlans();

  DispatcherLimits limits_;
  ConcurrencyOf concurrencyOf_;
  std::map<PlanId, OpenPlan> plans_;
  std::map<AssetKey, ActionId> busy_;
  std::map<std::pair<std::string, Scope>, std::set<PlanId>> bySource_;  // policy, scope
  std::size_t openActions_ = 0;
  std::vector<StatusChange> changes_;
};

}  // namespace evenkeel
