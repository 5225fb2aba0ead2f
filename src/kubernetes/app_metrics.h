// Metrics that autoscalers name and that are no resources: of each pod and of objects
// (custom.metrics.k8s.io, v1beta2 or v1beta1), from outside the cluster (external.metrics.k8s.io).
//
// Asked as the HorizontalPodAutoscaler does: every 15 s, just before the loop decides, one request
// for each metric, selector and workload (an object or a series from outside: for all that name
// it), spread over two seconds, none where no autoscaler names one. The series of an external
// metric are summed up. A sample has the time that the API says. Each question fails for itself. Of
// a workload that may have changed unseen the series ends. On the thread of the loop.
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/timeline.h"
#include "kubernetes/api_client.h"
#include "kubernetes/asking_rhythm.h"
#include "kubernetes/cluster_inventory.h"
#include "kubernetes/metric_values.h"
#include "kubernetes/resource_names.h"
#include "world/metric_source.h"

namespace evenkeel::kubernetes {

class AppMetrics final : public MetricSource {
 public:
  // They outlive it.
  AppMetrics(Timeline& timeline, ApiClient& client, ResourceNames& names,
             const ClusterInventory& inventory, Duration interval = 15s);
  ~AppMetrics() override;
  AppMetrics(const AppMetrics&) = delete;
  AppMetrics& operator=(const AppMetrics&) = delete;

  std::string_view name() const override { return "custom and external metrics"; }
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  Duration interval() const override { return interval_; }

  // Every question has been answered once, with figures or a failure.
  bool isSettled() const;
  // Why there are no figures now, by component whose autoscaler waits for them.
  std::map<AssetId, std::string> failures() const;

 private:
  struct Question {
    MetricSourceType source = MetricSourceType::External;
    std::string space;
    std::string metric;
    std::string selector;                                  // of its series
    std::string pods;                                      // selector; Pods alone
    std::string objectApiVersion, objectKind, objectName;  // Object alone
    friend auto operator<=>(const Question&, const Question&) = default;
  };
  struct Subscription {
    SeriesId id;
    AssetId component;
    std::string series;  // as the loop calls it
    std::string pod;     // its name; Pods alone
    WallTime last{};     // of what was delivered
  };
  struct Asked {
    explicit Asked(const AskingRhythm& own) : rhythm(own) {}
    std::vector<Subscription> series;
    AskingRhythm rhythm;
    TimerId asking;
    std::optional<ResourceNames::Question> finding;
    std::optional<CallId> call;
    bool answered = false;  // once
    std::string failure;
  };

  std::optional<Question> questionOf(const Series& series,
                                     const ClusterInventory::KnownComponent& component) const;
  Duration nextEarly();
  bool isWanted(const Asked& asked) const;
  void ask(const Question& question);
  void request(const Question& question, const std::string& path);
  void findCustom();
  void takeGroup(const ApiResult<std::string>& answer);
  static bool isObject(const Question& question);
  std::optional<std::string> resourceOf(const Question& question) const;
  std::string customPath(const Question& question, const std::string& resource) const;
  void take(const Question& question, const std::string& body);
  std::vector<Sample> samplesOf(Asked& asked, const Question& question,
                                const std::vector<MetricValue>& values) const;
  void fail(const Question& question, std::string why);
  void askLater(const Question& question, Asked& asked);

  Timeline& timeline_;
  ApiClient& client_;
  const ClusterInventory& inventory_;
  Duration interval_;
  EventSink* sink_ = nullptr;
  ResourceNames& names_;
  std::string custom_;  // "custom.metrics.k8s.io/v1beta2"; empty: not known
  std::optional<CallId> findingCustom_;
  std::vector<Question> waiting_;  // for that
  std::map<Question, Asked> asked_;
  std::int64_t questionsBegun_ = 0;
  std::unordered_map<std::uint32_t, Question> questions_;  // by series
};

}  // namespace evenkeel::kubernetes
