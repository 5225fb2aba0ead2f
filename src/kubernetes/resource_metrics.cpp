#include "kubernetes/resource_metrics.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/instant_of.h"
#include "kubernetes/object_cutter.h"

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kPatience = 15s;

}  // namespace

ResourceMetrics::ResourceMetrics(Timeline& timeline, ApiClient& client,
                                 const ClusterInventory& inventory, std::string space,
                                 Duration interval)
    : timeline_(timeline),
      client_(client),
      inventory_(inventory),
      path_(pathOf("metrics.k8s.io/v1beta1", space, "pods")),
      interval_(interval),
      rhythm_(interval) {}

ResourceMetrics::~ResourceMetrics() {
  timeline_.cancel(asking_);
  if (asked_) client_.cancel(call_);
}

bool ResourceMetrics::subscribe(const Series& series) {
  const bool ofCpu = series.metric == metric::kCpuUsage;
  if (!ofCpu && series.metric != metric::kMemoryWorkingSet) return false;
  const auto* pod = inventory_.pod(series.asset);
  if (pod == nullptr) return false;
  const std::string name = pod->space + '/' + pod->name;
  Subscribed& subscribed = pods_[name];
  subscribed.id = series.asset;
  subscribed.series.push_back({series.id, ofCpu, series.container});
  subscribed.last = {};
  podOf_[series.id.value] = name;
  if (asking_ == TimerId{} && !asked_) asking_ = timeline_.at(timeline_.now(), [this] { ask(); });
  return true;
}

void ResourceMetrics::unsubscribe(SeriesId series) {
  const auto name = podOf_.extract(series.value);
  if (name.empty()) return;
  const auto pod = pods_.find(name.mapped());
  std::erase_if(pod->second.series, [&](const Subscription& one) { return one.id == series; });
  if (pod->second.series.empty()) pods_.erase(pod);
}

void ResourceMetrics::ask() {
  asking_ = {};
  if (pods_.empty()) return;  // the next subscription begins anew
  asked_ = true;
  rhythm_.asked(timeline_.now());
  ++answer_;
  unreadable_.clear();
  const auto cutter = std::make_shared<ObjectCutter>(
      "items", [this](std::string_view object) { take(object); }, [](std::string_view) {});
  const auto fault = std::make_shared<std::string>();
  ApiReceiver receiver;
  receiver.data = [cutter, fault](std::string_view data) {
    if (!fault->empty()) return;
    if (const auto done = cutter->push(data); !done) *fault = done.error().text();
  };
  receiver.end = [this, fault](ApiResult<void> result) {
    if (result && !fault->empty()) unreadable_ = *fault;
    end(result);
  };
  call_ = client_.stream({.path = path_, .timeout = kPatience}, std::move(receiver));
}

void ResourceMetrics::take(std::string_view object) {
  const auto metrics = readPodMetrics(object);
  if (!metrics) {
    if (unreadable_.empty()) unreadable_ = metrics.error().text();
    return;
  }
  const auto pod = pods_.find(metrics->space + '/' + metrics->name);
  if (pod == pods_.end()) return;
  if (!inventory_.isCurrent(pod->second.id)) return;
  pod->second.answer = answer_;
  if (pod->second.last == metrics->time) return;
  pod->second.last = metrics->time;
  pod->second.runs = true;
  const Instant time = instantOf(std::min(metrics->time, timeline_.wall()), timeline_);
  for (const Subscription& series : pod->second.series) {
    Quantity sum;
    bool found = false;
    for (const ContainerUse& use : metrics->containers) {
      if (!series.container.empty() && series.container != use.name) continue;
      sum = sum + (series.ofCpu ? use.cpu : use.memory);
      found = true;
    }
    if (found) samples_.push_back({series.id, time, metrics->window, sum.asDouble()});
  }
}

// Those of pods that were in the answer before, and are not in this one.
void ResourceMetrics::endSeries() {
  for (auto& [name, pod] : pods_) {
    if (pod.answer == answer_ || !std::exchange(pod.runs, false)) continue;
    pod.last = {};
    for (const Subscription& series : pod.series)
      samples_.push_back(
          {series.id, timeline_.now(), {}, std::numeric_limits<double>::quiet_NaN()});
  }
}

void ResourceMetrics::end(const ApiResult<void>& result) {
  asked_ = false;
  if (result) rhythm_.answered(timeline_.now());
  asking_ = timeline_.at(
      result ? rhythm_.next() : timeline_.now() + std::min<Duration>(interval_, kPause),
      [this] { ask(); });
  std::string failure = result ? unreadable_ : result.error().error.text();
  if (sink_ == nullptr) return;
  if (failure.empty()) endSeries();
  if (!samples_.empty())
    sink_->post(SamplesArrived{std::string(name()), std::exchange(samples_, {})});
  if (!failure.empty() && failure != failure_)
    sink_->post(SourceFailed{std::string(name()), failure});
  failure_ = std::move(failure);
}

}  // namespace evenkeel::kubernetes
