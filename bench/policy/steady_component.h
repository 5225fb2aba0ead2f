// A component under a steady load, as a policy sees it, with the series that the policy needs; at
// least the last minute of each, a sample every 15 s. Not to be moved: its views point into it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "bench/policy/catalogue_calls.h"
#include "policy/policy.h"

namespace evenkeel::bench {

class SteadyComponent {
 public:
  SteadyComponent(std::size_t pods, std::int32_t maxReplicas, const Policy& policy)
      : needs_(policy.needs().metrics) {
    application_.targets.emplace_back();
    application_.targets[0].value = 0.25;
    description_.name = "web";
    description_.scaling.maxReplicas = maxReplicas;
    state_.replicas = state_.statusReplicas = state_.readyReplicas = static_cast<int>(pods);
    state_.podRequests = {Quantity::units(1), Quantity::units(256 << 20)};
    knob_ = {"scale",
             "replicas",
             "1",
             Quantity::units(1),
             Quantity::units(maxReplicas),
             Quantity::units(1),
             Quantity::units(state_.replicas),
             {},
             SafeDirection::Up};
    own_ = windows(MetricOf::Component);
    for (std::size_t i = 0; i < pods; ++i) {
      Pod& pod = pods_.emplace_back();
      pod.name = "web-" + std::to_string(i);
      pod.state.phase = PodPhase::Running;
      pod.state.ready = true;
      pod.state.started = pod.state.readyTransition = Instant(1s);
      pod.state.containers.resize(1);
      pod.state.containers[0].cpuRequest = state_.podRequests.cpu;
      pod.series = windows(MetricOf::Pod);
      views_.push_back(
          {AssetId{static_cast<std::uint32_t>(i) + 2}, &pod.name, &pod.state, {}, pod.series});
    }
    view_ = {AssetId{1}, &description_, &state_, 1, views_, own_, {&knob_, 1}};
    snapshot.now = Instant(std::chrono::hours(1));
    snapshot.scope.asset = view_.id;
    snapshot.application = &application_;
    snapshot.components = {&view_, 1};
    snapshot.sampleInterval = 15s;
    for (int sample = 0; sample < 5; ++sample) pass(15s);
  }
  SteadyComponent(const SteadyComponent&) = delete;
  SteadyComponent& operator=(const SteadyComponent&) = delete;

  // So much later: every series has a sample more.
  void pass(Duration time) {
    snapshot.now += time;
    snapshot.wall += time;
    for (const auto& [window, level] : fed_) window->add({SeriesId{1}, snapshot.now, 15s, level});
  }

  Snapshot snapshot;

 private:
  struct Pod {
    std::string name;
    PodState state;
    std::vector<const Window*> series;
  };
  std::vector<const Window*> windows(MetricOf of) {
    std::vector<const Window*> series;
    for (const MetricNeed& need : needs_) {
      series.push_back(nullptr);
      if (need.of != of) continue;
      series.back() = &windows_.emplace_back(std::max<Duration>(need.window, 60s));
      fed_.emplace_back(&windows_.back(), steadyLevel(need.metric));
    }
    return series;
  }

  std::vector<MetricNeed> needs_;
  Application application_;
  Component description_;
  ComponentState state_;
  KnobCapability knob_;
  std::deque<Window> windows_;
  std::vector<std::pair<Window*, double>> fed_;
  std::deque<Pod> pods_;
  std::vector<PodView> views_;
  std::vector<const Window*> own_;
  ComponentView view_;
};

}  // namespace evenkeel::bench
