#include "simulation/simulated_metrics.h"

#include <algorithm>
#include <utility>

namespace evenkeel::simulation {
namespace {

bool measuresTraffic(std::string_view metric) {
  return metric == metric::kRequestRate || metric == metric::kErrorRate ||
         metric == metric::kActiveRequests || metric == metric::kDurationMean ||
         metric == metric::kDurationP50 || metric == metric::kDurationP95 ||
         metric == metric::kDurationP99;
}

bool measures(AssetKind kind, std::string_view metric) {
  switch (kind) {
    case AssetKind::Pod:
      return metric == metric::kCpuUsage || metric == metric::kMemoryWorkingSet;
    case AssetKind::Component:
    case AssetKind::Application:
      return measuresTraffic(metric);
    case AssetKind::Node:
      return metric == metric::kNodeCpuUsage || metric == metric::kNodePower;
    case AssetKind::Cluster:
    case AssetKind::Datacenter:
    case AssetKind::Continuum:
      break;
  }
  return false;
}

bool isInstantaneous(std::string_view metric) {
  return metric == metric::kMemoryWorkingSet || metric == metric::kActiveRequests;
}

std::optional<double> seconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return toSeconds(*duration);
}

bool runs(const Pod& pod) {
  return pod.stage == PodStage::Starting || pod.stage == PodStage::Warming ||
         pod.stage == PodStage::Ready;
}

}  // namespace

SimulatedMetrics::SimulatedMetrics(const Scenario& scenario, State& state, Flow& flow,
                                   const AssetIds& ids, SimulatedTimeline& timeline,
                                   const ActiveFaults& faults, Meters& meters)
    : telemetry_(scenario.telemetry),
      state_(state),
      flow_(flow),
      ids_(ids),
      timeline_(timeline),
      faults_(faults),
      meters_(meters),
      seed_(scenario.seed),
      hostUsage_(state.hosts.size()) {}

void SimulatedMetrics::start(EventSink& sink) {
  sink_ = &sink;
  subscriptions_.clear();
}

void SimulatedMetrics::disconnect() {
  sink_ = nullptr;
  subscriptions_.clear();
}

bool SimulatedMetrics::subscribe(const Series& series) {
  const auto subject = ids_.find(series.asset);
  if (!subject || !measures(subject->kind, series.metric)) return false;
  if (!series.container.empty()) {
    if (subject->kind != AssetKind::Pod) return false;
    const Pod& pod = state_.pods[subject->index];
    if (series.container != state_.services[pod.service].spec->name) return false;
  }
  const RandomStream loss(seed_, nameOf(*subject), "loss of " + series.metric);
  subscriptions_.insert_or_assign(series.id, Subscription{series, loss, std::nullopt});
  return true;
}

// As the inventory names it.
std::string SimulatedMetrics::nameOf(const Subject& subject) const {
  switch (subject.kind) {
    case AssetKind::Pod: {
      const Pod& pod = state_.pods[subject.index];
      return state_.services[pod.service].name + "-" + std::to_string(pod.number);
    }
    case AssetKind::Component:
      return state_.services[subject.index].name;
    case AssetKind::Application:
      return state_.applications[subject.index].spec->name;
    case AssetKind::Node:
      return state_.hosts[subject.index].spec->name;
    case AssetKind::Cluster:
    case AssetKind::Datacenter:
    case AssetKind::Continuum:
      break;
  }
  return {};
}

void SimulatedMetrics::unsubscribe(SeriesId series) {
  subscriptions_.erase(series);
}

void SimulatedMetrics::begin() {
  timeline_.at(timeline_.now() + interval(), [this] {
    scrape();
    begin();
  });
}

void SimulatedMetrics::scrape() {
  if (subscriptions_.empty()) return;
  flow_.settle();
  for (std::size_t s = 0; s < state_.services.size(); ++s) {
    meters_.services[s].collect(state_.services[s].traffic);
  }
  for (std::size_t a = 0; a < state_.applications.size(); ++a) {
    meters_.applications[a].collect(state_.applications[a].traffic);
  }
  hostBusy_ = cpuUsed(state_, flow_).hosts;
  const Instant now = timeline_.now();
  if (sink_ != nullptr && faults_.find(FaultKind::MetricsMissing, "", now) != nullptr) {
    sink_->post(SourceFailed{std::string(name()), "no metric can be read"});
  }
  for (auto& [id, subscription] : subscriptions_) {
    const auto subject = ids_.find(subscription.series.asset);
    if (!subject) continue;
    const auto value = read(subscription.series, *subject);
    if (!value) continue;
    const Duration window = isInstantaneous(subscription.series.metric)
                                ? Duration::zero()
                                : now.time_since_epoch() - Duration(lastScrape_);
    const Sample sample{id, now, window, *value};
    deliver(subscription, sample, now);
    if (faults_.find(FaultKind::MetricsStale, subscription.series.metric, now) == nullptr) {
      subscription.last = sample;
    }
  }
  for (auto& [when, samples] : outgoing_) send(when, std::move(samples));
  outgoing_.clear();

  podUsage_.clear();
  for (const Service& service : state_.services) {
    for (const std::uint32_t pod : service.pods) {
      if (!runs(state_.pods[pod])) continue;
      podUsage_[state_.pods[pod].number] = {state_.queue.now(), flow_.busy(pod)};
    }
  }
  for (std::uint32_t h = 0; h < state_.hosts.size(); ++h) {
    hostUsage_[h] = {state_.queue.now(), hostBusy_[h]};
  }
  for (TrafficMeter& meter : meters_.services) meter.scrape().clear();
  for (TrafficMeter& meter : meters_.applications) meter.scrape().clear();
  lastScrape_ = state_.queue.now();
}

// Decides when, how often and as what a sample arrives.
void SimulatedMetrics::deliver(Subscription& subscription, const Sample& sample, Instant now) {
  const std::string& metric = subscription.series.metric;
  const bool lost = telemetry_.loss > 0 && subscription.loss.bernoulli(telemetry_.loss);
  if (lost || faults_.find(FaultKind::MetricsMissing, metric, now) != nullptr) return;
  Sample delivered = sample;
  if (faults_.find(FaultKind::MetricsStale, metric, now) != nullptr) {
    if (!subscription.last) return;
    delivered = *subscription.last;
  }
  if (faults_.find(FaultKind::MetricsZero, metric, now) != nullptr) delivered.value = 0;
  Instant when = now + telemetry_.delay;
  if (const Fault* late = faults_.find(FaultKind::MetricsLate, metric, now)) {
    when = std::max(when, Instant(late->at + late->duration));
  }
  outgoing_[when].push_back(delivered);
  if (faults_.find(FaultKind::MetricsDoubled, metric, now) != nullptr) {
    outgoing_[when].push_back(delivered);
  }
}

void SimulatedMetrics::send(Instant when, std::vector<Sample> samples) {
  timeline_.at(when, [this, samples = std::move(samples)]() mutable {
    if (sink_ == nullptr) return;
    std::erase_if(samples,
                  [this](const Sample& sample) { return !subscriptions_.contains(sample.series); });
    if (!samples.empty()) sink_->post(SamplesArrived{std::string(name()), std::move(samples)});
  });
}

std::optional<double> SimulatedMetrics::read(const Series& series, const Subject& subject) {
  switch (subject.kind) {
    case AssetKind::Pod:
      return readPod(series, subject.index);
    case AssetKind::Node:
      return readHost(series, subject.index);
    case AssetKind::Component:
      return readTraffic(series.metric, state_.services[subject.index].traffic,
                         meters_.services[subject.index].scrape());
    case AssetKind::Application:
      return readTraffic(series.metric, state_.applications[subject.index].traffic,
                         meters_.applications[subject.index].scrape());
    case AssetKind::Cluster:
    case AssetKind::Datacenter:
    case AssetKind::Continuum:
      break;
  }
  return std::nullopt;
}

std::optional<double> SimulatedMetrics::readPod(const Series& series, std::uint32_t index) {
  const Pod& pod = state_.pods[index];
  if (!runs(pod)) return std::nullopt;
  const Component& spec = *state_.services[pod.service].spec;
  if (series.metric == metric::kMemoryWorkingSet) {
    return spec.baseMemory.asDouble() + pod.inFlight * spec.serving.memoryPerRequest.asDouble();
  }
  const auto before = podUsage_.find(pod.number);
  const auto busy = rate(before == podUsage_.end() ? nullptr : &before->second, flow_.busy(index));
  if (!busy) return std::nullopt;
  return *busy + spec.baseCpu.asDouble();
}

std::optional<double> SimulatedMetrics::readHost(const Series& series, std::uint32_t index) {
  const Host& host = state_.hosts[index];
  if (!host.up) return std::nullopt;
  const auto cores = rate(&hostUsage_[index], hostBusy_[index]);
  if (series.metric == metric::kNodeCpuUsage || !cores) return cores;
  if (!host.spec->power) return std::nullopt;
  const double all = host.spec->allocatable.cpu.asDouble();
  const double used = all > 0 ? std::min(1.0, *cores / all) : 0;
  return host.spec->power->idle + (host.spec->power->full - host.spec->power->idle) * used;
}

std::optional<double> SimulatedMetrics::readTraffic(std::string_view metric, const Traffic& traffic,
                                                    const TrafficWindow& window) const {
  const double length = static_cast<double>(state_.queue.now() - lastScrape_) * 1e-9;
  if (metric == metric::kActiveRequests) return static_cast<double>(traffic.inFlight);
  if (metric == metric::kRequestRate) {
    return static_cast<double>(window.completed + window.failed) / length;
  }
  if (metric == metric::kErrorRate) return static_cast<double>(window.failed) / length;
  if (metric == metric::kDurationMean) return seconds(window.responses.mean());
  if (metric == metric::kDurationP50) return seconds(window.responses.quantile(0.5));
  if (metric == metric::kDurationP95) return seconds(window.responses.quantile(0.95));
  return seconds(window.responses.quantile(0.99));
}

std::optional<double> SimulatedMetrics::rate(const Usage* before, double busy) const {
  if (before == nullptr || before->time >= state_.queue.now()) return std::nullopt;
  const auto passed = static_cast<double>(state_.queue.now() - before->time);
  return std::max(0.0, (busy - before->busy) / passed);
}

}  // namespace evenkeel::simulation
