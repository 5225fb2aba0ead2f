// Counts the decisions in the records of a run and keeps nothing else of them: what a comparison
// needs, at a fraction of what telling their stories takes. The counts are those of StoryCollector.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "evaluation/decision_counts.h"
#include "knowledge/record.h"

namespace evenkeel::evaluation {

// Of one life of an agent.
class DecisionCounter {
 public:
  // Decisions before `countFrom` are not counted.
  explicit DecisionCounter(Instant countFrom) : countFrom_(countFrom) {}

  void read(const Record& record);
  const std::map<std::string, DecisionCounts>& counts() const { return counts_; }  // by application

 private:
  struct Scope {
    std::string application;
    Instant decided = Instant::min();
    bool changes = false;  // what was allowed is not what is in force
  };

  void on(const record::Input& input);
  void on(const record::ScopeOpened& opened);
  void on(const record::ScopeClosed& closed) { scopes_.erase(closed.scope); }
  void on(const record::Proposed& proposed);
  void on(const record::Guarded& guarded);
  void on(const record::Planned& planned);
  void on(const auto&) {}

  bool isInForce(AssetId asset, const Setting& setting) const;
  DecisionCounts* countsOf(const Scope& scope);  // null: it is too early

  Instant countFrom_;
  Instant now_{};
  std::map<AssetId, ComponentState> components_;
  std::map<std::uint64_t, Scope> scopes_;
  std::uint64_t last_ = 0;  // scope of the last Guarded
  std::map<std::string, DecisionCounts> counts_;
};

}  // namespace evenkeel::evaluation
