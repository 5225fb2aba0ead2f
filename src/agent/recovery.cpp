#include "agent/recovery.h"

#include <algorithm>
#include <variant>

namespace evenkeel {
namespace {

bool isOver(ActionStatus status) {
  return status == ActionStatus::Completed || status == ActionStatus::Failed ||
         status == ActionStatus::Discarded || status == ActionStatus::Superseded;
}

}  // namespace

void Recovery::see(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

void Recovery::on(const record::RunStarted&) {
  scopes_.clear();
}

void Recovery::on(const record::Keyframe& keyframe) {
  scopes_.clear();
  for (const record::ScopeOpened& scope : keyframe.scopes) on(scope);
  recovered_.memories.clear();
  for (const record::PolicyMemory& memory : keyframe.memories) {
    if (const auto scope = scopes_.find(memory.scope); scope != scopes_.end()) {
      recovered_.memories[scope->second] = memory;
    }
  }
  for (const record::OpenOrder& open : keyframe.openOrders) {
    plans_.try_emplace(open.plan.id, OpenPlan{open.plan});
    recovered_.openOrders[open.order.id] = open;
  }
  for (const Series& series : keyframe.series) {
    recovered_.lastSeries = std::max(recovered_.lastSeries, series.id);
  }
  recovered_.lastPlan = std::max(recovered_.lastPlan, keyframe.lastPlan);
  recovered_.grant = keyframe.grant;
}

void Recovery::on(const record::ScopeOpened& opened) {
  scopes_[opened.scope] = {opened.name, opened.policy};
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
  if (const auto* changed = std::get_if<GrantChanged>(&input.event.body)) {
    if (changed->grant.epoch >= recovered_.grant.epoch) recovered_.grant = changed->grant;
  }
}

}  // namespace evenkeel
