// The scopes under management: found by what they decide for, and by when they are due.
//
// Pointers stay valid until close(). Scopes that are due at the same instant come in the order in
// which they were opened. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agent/managed_scope.h"

namespace evenkeel {

class ScopeTable {
 public:
  ManagedScope& open(ManagedScope scope);
  // Under the number that it has: from a keyframe. Numbering goes on after `last`.
  ManagedScope& reopen(ManagedScope scope);
  void continueAfter(std::uint64_t last) { last_ = last; }
  std::uint64_t lastNumber() const { return last_; }
  // Closes every scope of the asset; their numbers.
  std::vector<std::uint64_t> close(AssetId asset);
  // Those that hold a component: its own and its application's.
  std::span<ManagedScope* const> listeningTo(AssetId component) const;
  void addListener(AssetId component, ManagedScope& scope);
  std::span<ManagedScope* const> of(AssetId asset) const;
  // Null where it is closed.
  ManagedScope* find(std::uint64_t number) const;

  std::vector<ManagedScope*> due(Instant now) const;
  void setDue(ManagedScope& scope, Instant due);
  Instant nextDue() const;
  std::size_t size() const { return scopes_.size(); }
  // All, in the order in which they were opened.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [number, scope] : scopes_) visit(*scope);
  }

 private:
  std::map<std::uint64_t, std::unique_ptr<ManagedScope>> scopes_;  // by number of opening
  std::unordered_map<AssetId, std::vector<ManagedScope*>> byAsset_;
  std::unordered_map<AssetId, std::vector<ManagedScope*>> byComponent_;
  std::set<std::pair<Instant, std::uint64_t>> byDue_;
  std::uint64_t last_ = 0;
};

}  // namespace evenkeel
