// Reads decisions out of the records of a run, one after the other, in bounded memory.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/decision_counts.h"
#include "evaluation/story.h"

namespace evenkeel::evaluation {

struct StoryQuery {
  std::optional<Instant> at{};  // the last decision of every scope at or before it; absent: changes
  std::string component{};      // "shop/cart", "cart" or an application; empty: all
  Instant from{};               // the part: of decisions before it, or after `to`, none is kept
  Instant to = Instant::max();
  std::size_t limit = 200;                      // changes kept, the last ones
  Duration followUp = std::chrono::minutes(2);  // figures after a decision are taken this far on
  Instant countFrom{};                          // decisions before it are not counted
};

class StoryCollector {
 public:
  explicit StoryCollector(StoryQuery query) : query_(std::move(query)) {}

  // False: nothing that follows can add anything.
  bool read(const Record& record);

  // In order of time. With `at`: at most one for every scope that is open then.
  std::vector<Story> stories() const;
  // In order of time, the last ones; without `at` alone.
  std::vector<HeldSpan> held() const;
  // Of the scopes asked for, by application.
  const std::map<std::string, DecisionCounts>& counts() const { return counts_; }
  DecisionCounts total() const;
  std::uint64_t decisions() const { return total().decisions; }
  std::uint64_t changes() const { return total().changes; }
  const DecisionCounts& part() const { return part_; }  // of the decisions from `from` to `to`
  // Of the newest life of an agent, and how many there were.
  const std::optional<record::RunStarted>& started() const { return started_; }
  std::uint64_t lives() const { return lives_; }
  // When the run's time began, by the wall.
  std::optional<WallTime> begun() const { return begun_; }
  const std::string& ended() const { return ended_; }  // empty: no record says how
  Instant last() const { return now_; }                // time of the last input
  std::optional<Instant> firstDecision() const { return firstDecision_; }
  // Names of the scopes seen, to offer where the one asked for is none of them.
  std::vector<std::string> scopes() const;

 private:
  struct Kept {
    Story story;
    PlanId plan;
    std::vector<std::vector<std::size_t>> knobsOfAction;  // by index of the plan's action
  };

  using ScopeKey = std::pair<std::uint64_t, std::uint64_t>;  // life, number
  ScopeKey keyOf(std::uint64_t scope) const { return {lives_, scope}; }

  void on(const record::RunStarted& started);
  void on(const record::Input& input);
  void on(const record::ScopeOpened& opened) {
    scopes_[opened.scope] = opened;
    names_.insert(opened.name);
  }
  void on(const record::ScopeClosed& closed);
  void on(const record::Proposed& proposed);
  void on(const record::Guarded& guarded);
  void on(const record::Planned& planned);
  void on(const record::StatusChanged& changed);
  void on(const record::Keyframe& keyframe);
  void on(const record::Measured& measured);
  void on(const record::RunEnded& ended) { ended_ = ended.how; }
  void on(const auto&) {}

  bool wanted(const std::string& scope) const { return isCalled(scope, query_.component); }
  bool isInPart(Instant time) const { return time >= query_.from && time <= query_.to; }
  void count(const std::string& scope, std::uint64_t DecisionCounts::* what);
  void countFailure(const std::string& scope, const record::Proposed& proposed);
  std::optional<Quantity> inForce(AssetId asset, const std::string& knob) const;
  std::string nameOf(AssetId asset) const;
  std::size_t knobOf(Story& story, const std::string& mechanism, AssetId asset,
                     const std::string& knob) const;
  void retire(Kept done);
  void noteHeld(const Story& story);
  void noteReadyNext(Story& story) const;
  void noteReady(const Asset& component);
  void keep(const Asset& asset);
  void forget(AssetId asset);

  StoryQuery query_;
  Instant now_{};
  std::map<AssetId, Asset> assets_;                      // without pods
  std::map<std::string, std::set<AssetId>> components_;  // of these, by name
  std::map<std::uint64_t, record::ScopeOpened> scopes_;
  std::set<std::string> names_;
  std::map<ScopeKey, Kept> newest_;
  std::uint64_t lastScope_ = 0;                       // of the last Guarded
  std::deque<Kept> kept_;                             // earlier changes
  std::deque<HeldSpan> held_;                         // those that are over
  std::map<std::string, HeldSpan> holding_;           // by scope and policy
  std::map<std::string, record::Measured> measured_;  // newest, by application
  std::optional<Instant> firstDecision_;
  std::map<std::string, DecisionCounts> counts_;
  DecisionCounts part_;
  std::optional<record::RunStarted> started_;
  std::uint64_t lives_ = 0;
  std::optional<WallTime> begun_;
  std::string ended_;
};

}  // namespace evenkeel::evaluation
