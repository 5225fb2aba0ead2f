// A small world for tests of the loop: components whose pods use CPU as told, a metric source and a
// mechanism whose faults are set by the test. Not the simulator: nothing happens unless asked for.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/virtual_timeline.h"
#include "world/world.h"

namespace evenkeel::testing {

enum class MetricFault { None, Missing, Zero, Stale, Late, Doubled };
enum class MechanismFault { None, Fails, Hangs, AnswersTwice, RetryLater };

class FakeWorld final : public Inventory, public MetricSource, public Mechanism, public Authority {
 public:
  explicit FakeWorld(Application description) : description_(std::move(description)) {
    application_ = nextId();
    for (const Component& component : description_.components) {
      const AssetId id = nextId();
      components_.push_back(
          {id, description_.name + "/" + component.name, component.replicas, 1, {}});
      for (std::int32_t i = 0; i < component.replicas; ++i) addPod(components_.back());
    }
  }

  World world() { return {timeline, *this, {this}, {this}, *this}; }

  // Inventory
  void watch(EventSink& sink) override {
    sink_ = &sink;
    postApplication();
    for (const auto& component : components_) {
      postComponent(component);
      for (const AssetId pod : component.pods) postPod(component, pod);
    }
    sink.post(GrantChanged{{true, epoch, "test"}});
    sink.post(InventorySynced{});
  }
  const ::evenkeel::Application* description(AssetId application) const override {
    return application == application_ ? &description_ : nullptr;
  }

  // MetricSource
  std::string_view name() const override { return "scale"; }  // of the mechanism as well
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override {
    if (series.metric != metric::kCpuUsage && series.metric != metric::kRequestRate) return false;
    series_[series.id] = series;
    return true;
  }
  void unsubscribe(SeriesId series) override { series_.erase(series); }
  Duration interval() const override { return 15s; }

  // Mechanism
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const auto* component = find(asset);
    if (component == nullptr) return {};
    KnobCapability replicas;
    replicas.knob = "replicas";
    replicas.unit = "1";
    replicas.minimum = Quantity::units(0);
    replicas.maximum = Quantity::units(1000);
    replicas.step = Quantity::units(1);
    replicas.current = Quantity::units(component->replicas);
    replicas.safe = SafeDirection::Up;
    return {replicas};
  }
  Result<void> check(const Order&) const override { return {}; }
  void submit(const Order& order) override {
    ++submissions[order.id];
    if (outcomes_.contains(order.id)) return answer(outcomes_[order.id]);
    if (order.action.settings.empty())
      return answer({order.id, OutcomeKind::NeverPossible, timeline.now(), "nothing to set"});
    if (order.epoch < epoch)
      return answer({order.id, OutcomeKind::StoppedByGuardrail, timeline.now(), "old epoch"});
    switch (mechanismFault) {
      case MechanismFault::Fails:
        return answer({order.id, OutcomeKind::NeverPossible, timeline.now(), "fault"});
      case MechanismFault::RetryLater:
        return answer({order.id, OutcomeKind::RetryLater, timeline.now(), "fault"});
      case MechanismFault::Hangs:
        hanging_.insert(order.id);
        if (hangsAfterActing) apply(order);
        return;
      default:
        break;
    }
    apply(order);
    const Outcome done{order.id, OutcomeKind::Completed, timeline.now(), {}};
    answer(done);
    if (mechanismFault == MechanismFault::AnswersTwice) answer(done);
  }
  void cancel(ActionId action) override {
    answer({action, OutcomeKind::Cancelled, timeline.now(), {}});
  }
  void observe(const Order& order) override {
    if (neverAnswers) return;
    const bool done = acted.contains(order.id);
    answer({order.id, done ? OutcomeKind::Completed : OutcomeKind::Cancelled, timeline.now(),
            "observed"});
  }

  // Authority: its start() is the source's; watch() posts the grant.
  void setGrant(bool mayAct, std::uint64_t newEpoch) {
    epoch = newEpoch;
    sink_->post(GrantChanged{{mayAct, newEpoch, "test"}});
  }

  // What the test does to the world.
  void scrape() {
    SamplesArrived arrived{"fake", {}};
    for (const auto& [id, series] : series_) {
      const auto value = valueOf(series);
      if (series.metric == silent) continue;
      if (!value || metricFault == MetricFault::Missing) continue;
      Sample sample{id, timeline.now(), 15s, metricFault == MetricFault::Zero ? 0 : *value};
      if (metricFault == MetricFault::Stale)
        sample.time = timeline.now() - std::chrono::minutes(10);
      if (metricFault == MetricFault::Late) sample.time = timeline.now() - 40s;
      arrived.samples.push_back(sample);
      if (metricFault == MetricFault::Doubled) arrived.samples.push_back(sample);
    }
    if (!arrived.samples.empty()) sink_->post(std::move(arrived));
  }
  std::int32_t replicas(std::size_t component) const { return components_[component].replicas; }
  void setReplicas(std::size_t index, std::int32_t count) { scaleTo(components_[index], count); }
  // It has changed, and the loop has not been told yet.
  void learn(Application description) { description_ = std::move(description); }
  void describe(Application description) {
    learn(std::move(description));
    ++version_;
    postApplication();
  }
  void setSink(EventSink& sink) { sink_ = &sink; }

  VirtualTimeline timeline;
  MetricFault metricFault = MetricFault::None;
  std::string silent;  // a metric of which nothing comes
  MechanismFault mechanismFault = MechanismFault::None;
  bool hangsAfterActing = false;
  bool neverAnswers = false;
  double load = 1;       // cores that a component needs in all
  double traffic = 100;  // requests/s
  std::uint64_t epoch = 1;
  std::map<ActionId, int> submissions;
  std::map<ActionId, int> acted;
  struct Move {
    Instant when;
    std::int32_t from;
    std::int32_t to;
  };
  std::vector<Move> moves;

 private:
  void postApplication() {
    sink_->post(AssetObserved{{application_,
                               AssetKind::Application,
                               description_.name,
                               {},
                               {},
                               version_,
                               timeline.now(),
                               ApplicationState{}}});
  }
  struct FakeComponent {
    AssetId id;
    std::string name;
    std::int32_t replicas;
    std::int64_t generation;
    std::vector<AssetId> pods;
  };

  AssetId nextId() { return AssetId{++lastId_}; }
  const FakeComponent* find(AssetId id) const {
    for (const auto& component : components_) {
      if (component.id == id) return &component;
    }
    return nullptr;
  }
  void addPod(FakeComponent& component) {
    component.pods.push_back(nextId());
    owner_[component.pods.back()] = component.id;
  }
  std::optional<double> valueOf(const Series& series) const {
    if (series.metric == metric::kRequestRate) return traffic;
    const auto owner = owner_.find(series.asset);
    const auto* component = owner == owner_.end() ? nullptr : find(owner->second);
    if (component == nullptr || component->pods.empty()) return std::nullopt;
    return std::min(1.0, load / static_cast<double>(component->pods.size()));
  }
  void apply(const Order& order) {
    ++acted[order.id];
    outcomes_[order.id] = {order.id, OutcomeKind::Completed, timeline.now(), {}};
    for (auto& component : components_) {
      if (component.id != order.action.asset) continue;
      const auto to = static_cast<std::int32_t>(order.action.settings.at(0).value.ceilUnits());
      moves.push_back({timeline.now(), component.replicas, to});
      scaleTo(component, to);
    }
  }
  void scaleTo(FakeComponent& component, std::int32_t count) {
    component.replicas = count;
    ++component.generation;
    while (static_cast<std::int32_t>(component.pods.size()) < count) {
      addPod(component);
      postPod(component, component.pods.back());
    }
    while (static_cast<std::int32_t>(component.pods.size()) > count) {
      const AssetId gone = component.pods.back();
      component.pods.pop_back();
      owner_.erase(gone);
      if (sink_ != nullptr) sink_->post(AssetRemoved{gone, timeline.now()});
    }
    postComponent(component);
  }
  void postComponent(const FakeComponent& component) {
    if (sink_ == nullptr) return;
    ComponentState state;
    state.replicas = state.statusReplicas = state.readyReplicas = component.replicas;
    state.podRequests = {Quantity::units(1), Quantity::units(1 << 20)};
    sink_->post(AssetObserved{{component.id,
                               AssetKind::Component,
                               component.name,
                               application_,
                               {},
                               component.generation,
                               timeline.now(),
                               state}});
  }
  void postPod(const FakeComponent& component, AssetId pod) {
    if (sink_ == nullptr) return;
    PodState state;
    state.phase = PodPhase::Running;
    state.ready = true;
    state.started = timeline.now();
    state.readyTransition = timeline.now();
    state.containers.emplace_back();
    state.containers[0].name = "main";
    state.containers[0].cpuRequest = Quantity::units(1);
    sink_->post(AssetObserved{{pod,
                               AssetKind::Pod,
                               component.name + "-" + std::to_string(pod.value),
                               component.id,
                               {},
                               1,
                               timeline.now(),
                               state}});
  }
  void answer(const Outcome& outcome) {
    outcomes_[outcome.action] = outcome;
    if (sink_ != nullptr) sink_->post(OutcomeArrived{outcome});
  }

  ::evenkeel::Application description_;
  AssetId application_;
  std::int64_t version_ = 1;  // of the description
  std::vector<FakeComponent> components_;
  std::uint32_t lastId_ = 0;
  std::map<AssetId, AssetId> owner_;
  std::map<SeriesId, Series> series_;
  std::map<ActionId, Outcome> outcomes_;
  std::set<ActionId> hanging_;
  EventSink* sink_ = nullptr;
};

}  // namespace evenkeel::testing
