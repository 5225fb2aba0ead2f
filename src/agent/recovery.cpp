#include "agent/recovery.h"

#include <algorithm>
#include <variant>

namespace evenkeel {
void Recovery::see(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

void Recovery::on(const record::Keyframe& keyframe) {
  recovered_.memories.clear();
  for (const record::Keyframe::EarlierMemory& earlier : keyframe.memories) {
    recovered_.memories[{earlier.name, earlier.policy}] = earlier.memory;
  }
  for (const record::Keyframe::Scope& scope : keyframe.scopes) {
    recovered_.memories[{scope.opened.name, scope.opened.policy}] = scope.memory;
  }
  for (const record::OpenPlan& open : keyframe.plans) on(open);
  recovered_.lastSeries = std::max(recovered_.lastSeries, keyframe.lastSeries);
  recovered_.lastPlan = std::max(recovered_.lastPlan, keyframe.lastPlan);
  recovered_.grant = keyframe.grant;
}

// Where records in front of the keyframe were read too, nothing of this is new.
void Recovery::on(const record::OpenPlan& open) {
  OpenPlan plan{open.plan};
  for (const record::OpenAction& action : open.actions) {
    if (isOver(action.status)) {
      ++plan.over;
    } else if (action.status != ActionStatus::Queued) {
      recovered_.openOrders[action.order.id] = {open.plan, action.order};
    }
  }
  plans_.insert_or_assign(open.plan.id, std::move(plan));
}

void Recovery::on(const record::Planned& planned) {
  recovered_.lastPlan = std::max(recovered_.lastPlan, planned.plan.id);
  plans_.insert_or_assign(planned.plan.id, OpenPlan{planned.plan});
}

void Recovery::on(const record::Ordered& ordered) {
  const auto plan = plans_.find(ordered.order.id.plan);
  if (plan == plans_.end() || ordered.order.id.index >= plan->second.plan.actions.size()) return;
  recovered_.openOrders[ordered.order.id] = {plan->second.plan, ordered.order};
}

void Recovery::on(const record::StatusChanged& changed) {
  if (!isOver(changed.status)) return;
  recovered_.openOrders.erase(changed.action);
  const auto open = plans_.find(changed.action.plan);
  if (open != plans_.end() && ++open->second.over >= open->second.plan.actions.size())
    plans_.erase(open);
}

void Recovery::on(const record::SeriesDeclared& declared) {
  recovered_.lastSeries = std::max(recovered_.lastSeries, declared.series.id);
}

void Recovery::on(const record::Input& input) {
  recovered_.lastInput = input.event.time;
  recovered_.lastWall = input.event.wall;
  if (const auto* changed = std::get_if<GrantChanged>(&input.event.body)) {
    if (changed->grant.epoch >= recovered_.grant.epoch) recovered_.grant = changed->grant;
  }
}

}  // namespace evenkeel
