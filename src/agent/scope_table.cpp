#include "agent/scope_table.h"

#include <algorithm>

namespace evenkeel {

ManagedScope& ScopeTable::open(ManagedScope scope) {
  scope.number = ++last_;
  return reopen(std::move(scope));
}

ManagedScope& ScopeTable::reopen(ManagedScope scope) {
  auto owned = std::make_unique<ManagedScope>(std::move(scope));
  ManagedScope& opened = *owned;
  scopes_.emplace(opened.number, std::move(owned));
  byAsset_[opened.scope.asset].push_back(&opened);
  byDue_.insert({opened.due, opened.number});
  return opened;
}

std::vector<std::uint64_t> ScopeTable::close(AssetId asset) {
  std::vector<std::uint64_t> closed;
  const auto closing = byAsset_.extract(asset);
  byComponent_.erase(asset);
  if (closing.empty()) return closed;
  for (ManagedScope* scope : closing.mapped()) {
    for (const ListenedComponent& component : scope->primary.components) {
      if (const auto listeners = byComponent_.find(component.asset->id);
          listeners != byComponent_.end()) {
        std::erase(listeners->second, scope);
      }
    }
    byDue_.erase({scope->due, scope->number});
    closed.push_back(scope->number);
    scopes_.erase(scope->number);
  }
  return closed;
}

std::span<ManagedScope* const> ScopeTable::listeningTo(AssetId component) const {
  const auto found = byComponent_.find(component);
  if (found == byComponent_.end()) return {};
  return found->second;
}

void ScopeTable::addListener(AssetId component, ManagedScope& scope) {
  std::vector<ManagedScope*>& listeners = byComponent_[component];
  if (std::find(listeners.begin(), listeners.end(), &scope) == listeners.end())
    listeners.push_back(&scope);
}

std::span<ManagedScope* const> ScopeTable::of(AssetId asset) const {
  const auto found = byAsset_.find(asset);
  if (found == byAsset_.end()) return {};
  return found->second;
}

ManagedScope* ScopeTable::find(std::uint64_t number) const {
  const auto found = scopes_.find(number);
  return found == scopes_.end() ? nullptr : found->second.get();
}

std::vector<ManagedScope*> ScopeTable::due(Instant now) const {
  std::vector<ManagedScope*> scopes;
  for (const auto& [when, number] : byDue_) {
    if (when > now) break;
    scopes.push_back(scopes_.at(number).get());
  }
  std::sort(scopes.begin(), scopes.end(),
            [](const ManagedScope* a, const ManagedScope* b) { return a->number < b->number; });
  return scopes;
}

void ScopeTable::setDue(ManagedScope& scope, Instant due) {
  byDue_.erase({scope.due, scope.number});
  scope.due = due;
  byDue_.insert({due, scope.number});
}

Instant ScopeTable::nextDue() const {
  return byDue_.empty() ? Instant::max() : byDue_.begin()->first;
}

}  // namespace evenkeel
