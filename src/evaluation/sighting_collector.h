// Which components the records of a run tell of, whoever decides on them: what was last seen of
// each by a time, and who had decided.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "knowledge/record.h"

namespace evenkeel::evaluation {

struct Sighting {
  std::string name;             // "shop/cart"
  Instant first{};              // when it was first seen, which may be after the time asked about
  std::optional<Instant> gone;  // by then
  ComponentState state;         // the newest by then, or when it went
  std::string description;      // of its application, as the log has it; empty: it has none
  std::set<std::string> deciders;  // policies that have decided on it by then, or on all of its
                                   // application, as their calls
};

class SightingCollector {
 public:
  // `at`: the time asked about. `component`: "shop/cart", "cart" or an application; empty: all.
  SightingCollector(Instant at, std::string component)
      : at_(at), component_(std::move(component)) {}

  void see(const Record& record);

  // Of those asked for, by name.
  std::vector<Sighting> sightings() const;
  bool hasSome() const { return !known_.empty(); }
  // Of all components, to offer where the one asked for is none of them.
  const std::set<std::string>& names() const { return names_; }

 private:
  struct Known {
    Sighting sighting;
    std::set<AssetId> assets;  // of that name that are there
    AssetId application;
    std::uint64_t life = 0;
  };

  void on(const record::RunStarted& started);
  void on(const record::Input& input);
  void on(const record::ScopeOpened& opened);
  void on(const record::Proposed& proposed);
  void on(const record::ApplicationDescribed& described);
  void on(const record::Keyframe& keyframe);
  void on(const auto&) {}

  bool isOver() const { return now_ > at_; }
  void observe(const Asset& asset);
  void remove(AssetId asset);
  void synced();

  Instant at_;
  std::string component_;
  Instant now_{};
  std::uint64_t lives_ = 0;
  std::set<std::string> names_;
  std::map<std::string, Known> known_;  // of those asked for
  std::map<AssetId, std::string> nameOf_;
  std::map<AssetId, std::string> descriptions_;  // by application
  std::map<std::uint64_t, record::ScopeOpened> scopes_;
  std::map<std::string, std::set<std::string>> deciders_;  // by the name of their scope
};

}  // namespace evenkeel::evaluation
