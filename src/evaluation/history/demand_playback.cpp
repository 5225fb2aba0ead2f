#include "evaluation/history/demand_playback.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/capability.h"
#include "model/metric.h"
#include "model/plan.h"

namespace evenkeel::evaluation {
namespace {

constexpr Duration kOften = std::chrono::minutes(1);

Result<void> checkNeeds(const Policy& policy) {
  for (const MetricNeed& need : policy.needs().metrics) {
    if (need.of == MetricOf::Pod && need.metric == metric::kCpuUsage && need.container.empty())
      continue;
    return fail(ErrorKind::Invalid, std::string(policy.name()),
                "goes by " + need.metric +
                    (need.container.empty() ? "" : " of container " + need.container) +
                    ", of which only what there was is known",
                "a policy that goes by the CPU of its pods");
  }
  return {};
}

// A component whose pods all do the same, as a policy sees it.
class EvenComponent {
 public:
  EvenComponent(const Application& application, const Policy& policy, Duration interval)
      : application_(application), description_(application.components.front()) {
    for (const MetricNeed& need : policy.needs().metrics) {
      windows_.emplace_back(std::max(need.window, interval));
    }
    for (const Window& window : windows_) series_.push_back(&window);
    none_.resize(windows_.size());
    state_.podRequests = description_.requests;
    state_.podLimits = description_.limits;
    pod_.phase = PodPhase::Running;
    pod_.ready = true;
    pod_.started = pod_.readyTransition = Instant(-std::chrono::hours(24));
    ContainerState& container = pod_.containers.emplace_back();
    container.name = description_.name;
    if (description_.requests.cpu > Quantity{}) container.cpuRequest = description_.requests.cpu;
    if (description_.requests.memory > Quantity{})
      container.memoryRequest = description_.requests.memory;
    scope_.asset = AssetId{1};
  }
  EvenComponent(const EvenComponent&) = delete;
  EvenComponent& operator=(const EvenComponent&) = delete;

  void resize(std::int32_t replicas) {
    state_.replicas = state_.statusReplicas = state_.readyReplicas = replicas;
    for (auto i = static_cast<std::uint32_t>(pods_.size());
         i < static_cast<std::uint32_t>(replicas); ++i) {
      pods_.push_back({AssetId{i + 2}, &name_, &pod_, {}, series_});
    }
  }

  void use(double cores, Instant now, Duration window) {
    for (Window& one : windows_) one.add({SeriesId{1}, now, window, cores});
  }

  // Valid until the next call.
  Snapshot look(Instant now, WallTime wall) {
    knob_ = {"scale",
             std::string(knob::kReplicas),
             "1",
             Quantity::units(description_.scaling.minReplicas),
             Quantity::units(description_.scaling.maxReplicas),
             Quantity::units(1),
             Quantity::units(state_.replicas),
             {},
             SafeDirection::Up};
    view_ = {AssetId{1},
             &description_,
             &state_,
             1,
             std::span(pods_).first(static_cast<std::size_t>(state_.replicas)),
             none_,
             {&knob_, 1}};
    Snapshot snapshot;
    snapshot.now = now;
    snapshot.wall = wall;
    snapshot.scope = scope_;
    snapshot.application = &application_;
    snapshot.targets = application_.targets;
    snapshot.components = {&view_, 1};
    snapshot.sampleInterval = kOften;
    return snapshot;
  }

 private:
  const Application& application_;
  const Component& description_;
  Scope scope_;
  std::string name_ = "pod";
  ComponentState state_;
  PodState pod_;
  KnobCapability knob_;
  std::vector<Window> windows_;
  std::vector<const Window*> series_;
  std::vector<const Window*> none_;
  std::vector<PodView> pods_;
  ComponentView view_;
};

std::optional<std::int32_t> replicasOf(const Decision& decision) {
  for (const Action& action : decision.actions) {
    for (const auto& setting : action.settings) {
      if (setting.knob == knob::kReplicas)
        return static_cast<std::int32_t>(setting.value.ceilUnits());
    }
  }
  return std::nullopt;
}

// How long there were how many.
class Durations {
 public:
  void add(std::int32_t replicas, Duration time) {
    const auto at = static_cast<std::size_t>(replicas);
    if (times_.size() <= at) times_.resize(at + 1);
    times_[at] += toSeconds(time);
    all_ += toSeconds(time);
  }
  bool empty() const { return all_ == 0; }
  // The least that was enough for such a share of the time.
  std::int32_t percentile(double share) const {
    double sum = 0;
    for (std::size_t i = 0; i < times_.size(); ++i) {
      sum += times_[i];
      if (sum >= share * all_) return static_cast<std::int32_t>(i);
    }
    return static_cast<std::int32_t>(times_.size()) - 1;
  }
  double podSeconds() const {
    double sum = 0;
    for (std::size_t i = 0; i < times_.size(); ++i) sum += static_cast<double>(i) * times_[i];
    return sum;
  }
  double mean() const { return podSeconds() / all_; }

 private:
  std::vector<double> times_;  // seconds, by count
  double all_ = 0;
};

}  // namespace

Result<PlayedReplicas> playDemand(const UsageHistory& history, const Application& application,
                                  const Policy& policy, std::int32_t replicas,
                                  const StopAsked& stop, const OnChange& onChange) {
  if (auto checked = checkNeeds(policy); !checked) return tl::unexpected(checked.error());
  const ScalingBounds& bounds = application.components.front().scaling;
  const auto bounded = [&](std::int32_t count) {
    return std::clamp(count, bounds.minReplicas, bounds.maxReplicas);
  };
  const Duration period = std::min(std::max(policy.needs().period, kOften), history.step());
  EvenComponent component(application, policy, period);
  RandomStream random(1, application.name, "playback");
  PolicyState state;
  Durations durations;
  PlayedReplicas played;
  std::int32_t current = bounded(replicas);
  component.resize(current);
  for (std::size_t moment = 0; moment < history.moments(); ++moment) {
    const auto demand = history.demand(moment);
    if (!demand) continue;
    // What is told at a moment is the mean over the step before it.
    const Instant end(history.step() * static_cast<std::int64_t>(moment + 1));
    Instant now = end - history.step();
    for (bool moves = true; moves && now < end;) {
      if (stop()) return fail(ErrorKind::Unavailable, "", "the playback was stopped");
      const Duration waited = std::min(period, end - now);
      durations.add(current, waited);
      now += waited;
      component.use(*demand / std::max(current, 1), now, period);
      auto answer = policy.decide(component.look(now, history.begin() + now.time_since_epoch()),
                                  state, random);
      if (!answer) return tl::unexpected(answer.error());
      state = std::move(answer->state);
      const std::int32_t wanted = bounded(replicasOf(answer->decision).value_or(current));
      moves = wanted != current;
      if (!moves) continue;
      ++played.changes;
      if (onChange) onChange({now, current, wanted, std::move(answer->decision)});
      current = wanted;
      component.resize(current);
    }
    durations.add(current, end - now);
  }
  if (durations.empty())
    return fail(ErrorKind::NotFound, application.name, "has no history of its CPU");
  constexpr double kHour = 3600;  // seconds
  played.p50 = durations.percentile(0.5);
  played.p95 = durations.percentile(0.95);
  played.most = durations.percentile(1);
  played.mean = durations.mean();
  played.podHours = durations.podSeconds() / kHour;
  return played;
}

}  // namespace evenkeel::evaluation
