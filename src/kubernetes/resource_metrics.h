// CPU and memory of pods from the resource metrics API (metrics.k8s.io/v1beta1), as metrics-server
// serves it.
//
// Asked every 15 s, as the HorizontalPodAutoscaler does, of all namespaces or of one, just before
// the loop decides; answers are taken apart as they come. A pod's sample is the sum of its
// containers, each rounded up to a thousandth, under the time and window that the API says; one
// that has not changed is not delivered again. Of a pod that an answer leaves out after it had a
// reading, its series end with NaN: for the autoscaler it is without a reading at once, too. On the
// thread of the loop.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/timeline.h"
#include "kubernetes/api_client.h"
#include "kubernetes/asking_rhythm.h"
#include "kubernetes/cluster_inventory.h"
#include "kubernetes/pod_metrics.h"
#include "world/metric_source.h"

namespace evenkeel::kubernetes {

// Of pods whose workload may have changed unseen nothing is delivered, and what was ends.
class ResourceMetrics final : public MetricSource {
 public:
  // They outlive it. `space`: a namespace; empty: all.
  ResourceMetrics(Timeline& timeline, ApiClient& client, const ClusterInventory& inventory,
                  std::string space, Duration interval = 15s);
  ~ResourceMetrics() override;
  ResourceMetrics(const ResourceMetrics&) = delete;
  ResourceMetrics& operator=(const ResourceMetrics&) = delete;

  std::string_view name() const override { return "metrics.k8s.io"; }
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  Duration interval() const override { return interval_; }

  // There has been an answer, or a failure; nobody waits for one otherwise.
  bool isSettled() const { return pods_.empty() || answer_ > (asked_ ? 1U : 0U); }
  // Why the last answer was none; empty: it was one, or none has come yet.
  const std::string& failure() const { return failure_; }

 private:
  static constexpr Duration kPause = 5s;  // after a failure

  struct Subscription {
    SeriesId id;
    bool ofCpu = false;
    std::string container;  // empty: the whole pod
  };
  struct Subscribed {
    AssetId id;
    std::vector<Subscription> series;
    WallTime last{};           // of what all of them were given
    std::uint64_t answer = 0;  // the newest that it was in
    bool runs = false;         // some were given a reading that has not ended
  };

  void ask();
  void take(std::string_view object);
  void end(const ApiResult<void>& result);
  void endSeries();

  Timeline& timeline_;
  ApiClient& client_;
  const ClusterInventory& inventory_;
  const std::string path_;
  const Duration interval_;
  AskingRhythm rhythm_;
  EventSink* sink_ = nullptr;
  std::unordered_map<std::string, Subscribed> pods_;      // by "namespace/name"
  std::unordered_map<std::uint32_t, std::string> podOf_;  // by series
  TimerId asking_;
  CallId call_;
  bool asked_ = false;        // an answer is under way
  std::uint64_t answer_ = 0;  // how many there have been, with that one
  std::vector<Sample> samples_;
  std::string unreadable_;  // the first of the answer under way
  std::string failure_;
};

}  // namespace evenkeel::kubernetes
