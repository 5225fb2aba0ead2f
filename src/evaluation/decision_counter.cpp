#include "evaluation/decision_counter.h"

#include <algorithm>
#include <variant>

#include "evaluation/knob_in_force.h"

namespace evenkeel::evaluation {

void DecisionCounter::read(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

void DecisionCounter::on(const record::Input& input) {
  now_ = input.event.time;
  if (const auto* removed = std::get_if<AssetRemoved>(&input.event.body))
    components_.erase(removed->asset);
  const auto* observed = std::get_if<AssetObserved>(&input.event.body);
  if (observed == nullptr) return;
  if (const auto* state = std::get_if<ComponentState>(&observed->asset.state))
    components_.insert_or_assign(observed->asset.id, *state);
}

void DecisionCounter::on(const record::ScopeOpened& opened) {
  scopes_[opened.scope].application = opened.name.substr(0, opened.name.find('/'));
}

void DecisionCounter::on(const record::Proposed& proposed) {
  last_ = 0;
  const auto scope = scopes_.find(proposed.scope);
  if (scope == scopes_.end()) return;
  scope->second.decided = now_;
  scope->second.changes = false;
  DecisionCounts* counts = countsOf(scope->second);
  if (counts == nullptr) return;
  ++counts->decisions;
  if (proposed.failure.empty()) return;
  ++counts->failed;
  if (proposed.byFallback) ++counts->byFallback;
  if (counts->firstFailure.empty()) counts->firstFailure = proposed.failure;
}

void DecisionCounter::on(const record::Guarded& guarded) {
  const auto scope = scopes_.find(guarded.scope);
  if (scope == scopes_.end() || scope->second.decided != now_) return;
  last_ = guarded.scope;
  for (const Action& action : guarded.actions) {
    for (const Setting& setting : action.settings) {
      scope->second.changes = scope->second.changes || !isInForce(action.asset, setting);
    }
  }
  DecisionCounts* counts = guarded.notes.empty() ? nullptr : countsOf(scope->second);
  if (counts != nullptr) ++counts->guarded;
}

void DecisionCounter::on(const record::Planned&) {
  const auto scope = scopes_.find(last_);
  if (scope == scopes_.end() || !scope->second.changes) return;
  if (DecisionCounts* counts = countsOf(scope->second)) ++counts->changes;
}

bool DecisionCounter::isInForce(AssetId asset, const Setting& setting) const {
  const auto component = components_.find(asset);
  return component != components_.end() &&
         knobInForce(component->second, setting.knob) == setting.value;
}

DecisionCounts* DecisionCounter::countsOf(const Scope& scope) {
  return now_ >= countFrom_ ? &counts_[scope.application] : nullptr;
}

}  // namespace evenkeel::evaluation
