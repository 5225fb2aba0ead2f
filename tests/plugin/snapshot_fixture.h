// A component as a policy of one's own sees it.
#pragma once

#include <string>

#include "policy/policy.h"

namespace evenkeel::plugin {

class SnapshotFixture {
 public:
  explicit SnapshotFixture(std::int32_t replicas) {
    description_.name = "web";
    application_.name = "shop";
    application_.permittedActions = {PermittedAction::Scale};
    state_.replicas = state_.statusReplicas = state_.readyReplicas = replicas;
    rate_.add({SeriesId{1}, Instant(45s), 15s, 30});
    knob_ = {"scale",
             "replicas",
             "1",
             Quantity::units(1),
             Quantity::units(10),
             Quantity::units(1),
             Quantity::units(replicas),
             {},
             SafeDirection::Up};
    pod_.phase = PodPhase::Running;
  }

  const Snapshot& snapshot() {
    pod1_ = {AssetId{2}, &podName_, &pod_, AssetId{3}, podSeries_};
    view_ = {component, &description_, &state_, 7, {&pod1_, 1}, series_, {&knob_, 1}};
    snapshot_.now = now;
    snapshot_.scope.asset = component;
    snapshot_.application = &application_;
    snapshot_.targets = application_.targets;
    snapshot_.components = {&view_, 1};
    return snapshot_;
  }

  Result<PolicyAnswer> ask(const Policy& policy, const PolicyState& state = {}) {
    RandomStream random(1, "web", "test");
    return policy.decide(snapshot(), state, random);
  }

  Instant now{50s};
  const AssetId component{1};

 private:
  Application application_;
  Component description_;
  ComponentState state_;
  PodState pod_;
  std::string podName_ = "web-1";
  Window rate_{60s};
  const Window* series_[1] = {&rate_};
  const Window* podSeries_[1] = {nullptr};
  KnobCapability knob_;
  PodView pod1_;
  ComponentView view_;
  Snapshot snapshot_;
};

}  // namespace evenkeel::plugin
