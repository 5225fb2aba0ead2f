// One instance of a policy at work: what it decides for, what it remembers, what it listens to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/metric_health.h"
#include "agent/series_table.h"
#include "knowledge/record.h"
#include "model/plan.h"
#include "policy/policy.h"

namespace evenkeel {

struct ListenedPod {
  const Asset* asset = nullptr;        // in the loop's table of assets, until it is removed there
  std::vector<const Window*> metrics;  // by MetricNeed
};

struct ListenedComponent {
  const Asset* asset = nullptr;
  std::vector<const Window*> metrics;  // by MetricNeed
  const Window* traffic = nullptr;     // request rate: the witness of the missing-data guardrail
  std::vector<ListenedPod> pods;       // by rising id
};

// A policy with its memory and its ears.
struct PolicyInstance {
  const Policy* policy = nullptr;  // null: there is none
  PolicyState state;
  std::vector<ListenedComponent> components;  // by rising id
};

struct ManagedScope {
  std::uint64_t number = 0;  // in order of opening
  Scope scope;
  std::string name;        // of its asset
  std::string label;       // the call of its policy
  std::uint32_t rank = 0;  // of the policy in the loop's list
  AssetId application;
  std::shared_ptr<const Policy> kept;  // keeps the primary's policy where nobody else does
  PolicyInstance primary;
  PolicyInstance fallback;
  Instant due{};                           // of the next decision
  bool asked = false;                      // the policy is deciding, and has time until `due`
  std::optional<PolicyAnswered> answered;  // it has decided
  Doubts doubts;                           // when it was asked, about what it was asked on
  std::uint64_t decisions = 0;             // made so far
  // Of the last decision, as proposed: what other policies' settings are held against, until it is
  // two decisions old. Kept only where there are others.
  std::vector<Action> asks;
  Instant asksUntil{};
  // Where the loop rests: until when the last answer stands while no more is seen than by then, and
  // when it would have been asked since.
  Instant restsUntil = Instant::min();
  std::uint64_t restsOn = 0;
  std::vector<Instant> rested;
  // Since the policy was last asked; bounded by the actions open.
  std::vector<Outcome> outcomes;

  void remember(const record::PolicyMemory& memory);
  record::PolicyMemory memory() const { return {decisions, primary.state, fallback.state}; }
};

// Opens the series that an instance needs of a component or pod that has appeared; `opened` is told
// of each that was not open before.
class Listener {
 public:
  Listener(SeriesTable& series, std::function<void(const record::SeriesDeclared&)> opened);

  void addComponent(PolicyInstance& instance, const Asset& component);
  void addPod(PolicyInstance& instance, const Asset& pod);
  static void removeComponent(PolicyInstance& instance, AssetId component);
  static void removePod(PolicyInstance& instance, AssetId component, AssetId pod);

 private:
  const Window* open(AssetId asset, const std::string& metric, const std::string& container,
                     Duration span);
  std::vector<const Window*> openAll(AssetId asset, MetricOf of, const PolicyNeeds& needs);

  SeriesTable& series_;
  std::function<void(const record::SeriesDeclared&)> opened_;
};

}  // namespace evenkeel
