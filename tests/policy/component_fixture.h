// A component with pods and series, as a policy sees it.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "policy/policy.h"

namespace evenkeel::testing {

// What each pod uses of its one core; absent: no sample.
class ComponentFixture {
 public:
  explicit ComponentFixture(std::int32_t replicas, ScalingBounds bounds = {1, 100, {}}) {
    description.name = "web";
    description.scaling = std::move(bounds);
    state.replicas = state.statusReplicas = replicas;
  }

  void pods(const std::vector<std::optional<double>>& cores) {
    pods_.clear();
    for (const auto& used : cores) {
      Pod& pod = pods_.emplace_back();
      pod.name = "web-" + std::to_string(pods_.size());
      pod.state.phase = PodPhase::Running;
      pod.state.ready = true;
      pod.state.started = now - std::chrono::hours(1);
      pod.state.readyTransition = now - std::chrono::hours(1);
      pod.state.containers.resize(1);
      pod.state.containers[0].name = "web";
      pod.state.containers[0].cpuRequest = Quantity::units(1);
      if (used) pod.cpu.add({SeriesId{1}, now, 15s, *used});
    }
  }
  // The same load on every pod.
  void load(double cores) {
    pods(std::vector<std::optional<double>>(static_cast<std::size_t>(state.replicas), cores));
  }

  PodState& pod(std::size_t i) { return pods_[i].state; }

  Result<PolicyAnswer> decide(const Policy& policy, const PolicyState& memory) {
    views_.clear();
    // Other needs are of metrics that nobody measures.
    const auto& needs = policy.needs().metrics;
    const auto cpu = std::find_if(needs.begin(), needs.end(), [](const MetricNeed& need) {
      return need.of == MetricOf::Pod && need.metric == metric::kCpuUsage;
    });
    for (auto& pod : pods_) {
      pod.windows.assign(needs.size() + 1, nullptr);
      pod.windows[cpu == needs.end() ? 0 : static_cast<std::size_t>(cpu - needs.begin())] =
          &pod.cpu;
      views_.push_back({AssetId{2}, &pod.name, &pod.state, AssetId{}, pod.windows});
    }
    componentMetrics_.assign(policy.needs().metrics.size() + 1, &series);
    const ComponentView view{AssetId{1}, &description, &state, 7, views_, componentMetrics_, {}};
    Snapshot snapshot;
    snapshot.now = now;
    snapshot.application = &application;
    snapshot.components = {&view, 1};
    RandomStream random(1, "web", "test");
    auto answer = policy.decide(snapshot, memory, random);
    // As the guard step does: what asks for the value in force changes nothing.
    if (answer)
      std::erase_if(answer->decision.actions, [this](const Action& action) {
        return action.settings[0].value == Quantity::units(state.replicas);
      });
    return answer;
  }

  Instant now{std::chrono::hours(10)};
  Application application;
  Component description;
  ComponentState state;
  Window series;  // of the component

 private:
  struct Pod {
    std::string name;
    PodState state;
    Window cpu;
    std::vector<const Window*> windows;
  };
  std::deque<Pod> pods_;
  std::vector<PodView> views_;
  std::vector<const Window*> componentMetrics_;
};

// What the decision sets the replicas to; absent: it holds.
inline std::optional<std::int64_t> replicasIn(const Decision& decision) {
  if (decision.actions.empty()) return std::nullopt;
  return decision.actions[0].settings[0].value.ceilUnits();
}

inline std::vector<std::string> codesOf(const Decision& decision) {
  std::vector<std::string> codes;
  for (const auto& reason : decision.reasons) codes.push_back(reason.code);
  return codes;
}

}  // namespace evenkeel::testing
