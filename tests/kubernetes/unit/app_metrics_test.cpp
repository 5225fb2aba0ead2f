#include "kubernetes/app_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/virtual_timeline.h"
#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Metadata meta(const std::string& uid, const std::string& name) {
  Metadata out;
  out.uid = uid;
  out.name = name;
  out.space = "shop";
  return out;
}

// One workload with two pods, its autoscaler, and a loop that listens.
class AppMetricsTest : public WithScriptedServer, public EventSink {
 protected:
  void SetUp() override {
    WithScriptedServer::SetUp();
    if (IsSkipped()) return;
    inventory_.emplace(known_);
    inventory_->watch(*this);
    Workload web;
    web.meta = meta("w", "web");
    web.apiVersion = "apps/v1";
    web.kind = "Deployment";
    web.selector = "app=web";
    inventory_->observe(web);
    for (const char* uid : {"p1", "p2"}) {
      Pod pod;
      pod.meta = meta(uid, std::string("pod-") + uid);
      pod.meta.controller = Owner{"apps/v1", "Deployment", "web", "w"};
      inventory_->observe(pod);
    }
    inventory_->synced();
    known_.runDue();
  }
  void scaledBy(const std::vector<AppMetric>& metrics) {
    Autoscaler scaler;
    scaler.meta = meta("h", "web");
    scaler.targetApiVersion = "apps/v1";
    scaler.targetKind = "Deployment";
    scaler.targetName = "web";
    scaler.appMetrics = metrics;
    inventory_->observe(scaler);
    if (!metrics_) begin(loop_.timeline(), 20ms);
  }
  void begin(Timeline& timeline, Duration interval) {
    names_.emplace(client());
    metrics_.emplace(timeline, client(), *names_, *inventory_, interval);
    metrics_->start(*this);
  }
  bool post(EventBody body) override {
    if (const auto* observed = std::get_if<AssetObserved>(&body)) {
      assets_[observed->asset.name] = observed->asset.id;
    } else if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
      for (const Sample& sample : arrived->samples) {
        said_.push_back(std::to_string(sample.series.value) + " is " +
                        std::to_string(std::lround(sample.value * 10)));
        last_ = sample;
      }
      if (said_.size() >= until_) loop_.stop();
    } else if (const auto* failed = std::get_if<SourceFailed>(&body)) {
      said_.push_back(failed->detail);
      onFailure_();
    }
    return true;
  }
  void after(Duration wait, std::function<void()> call) {
    loop_.timeline().at(loop_.timeline().now() + wait, std::move(call));
  }
  void stopOnceNothingFails() {
    if (metrics_->failures().empty()) return loop_.stop();
    after(1ms, [this] { stopOnceNothingFails(); });
  }
  bool subscribe(std::uint32_t id, const std::string& asset, const std::string& metric) {
    return metrics_->subscribe({SeriesId{id}, assets_.at(asset), metric, {}});
  }
  static AppMetric external(const std::string& name, LabelSelector selector = {}) {
    return {MetricSourceType::External, name, std::move(selector), {}, {}, {}};
  }
  static AppMetric on(const std::string& kind, const std::string& name, const std::string& metric,
                      const std::string& apiVersion = "example.com/v1") {
    return {MetricSourceType::Object, metric, {}, apiVersion, kind, name};
  }

  static constexpr const char* kWeb = "web.shop/deployment";
  VirtualTimeline known_;  // the inventory's own
  std::function<void()> onFailure_ = [this] { loop_.stop(); };
  std::optional<ClusterInventory> inventory_;
  std::optional<ResourceNames> names_;
  std::optional<AppMetrics> metrics_;
  std::map<std::string, AssetId> assets_;
  std::vector<std::string> said_;
  std::size_t until_ = 1;  // so much has been said
  Sample last_;
};

TEST_F(AppMetricsTest, OfPodsAreThoseOfTheWorkloadsPods) {
  scaledBy({{MetricSourceType::Pods, "hits", {{{"verb", "GET"}}, {}}, {}, {}, {}}});
  EXPECT_TRUE(subscribe(1, "shop/pod-p1", "hits{verb=GET}"));
  EXPECT_TRUE(subscribe(2, "shop/pod-p2", "hits{verb=GET}"));
  run();
  EXPECT_THAT(said_, ElementsAre("1 is 15", "2 is 20"));
  EXPECT_EQ(last_.window, 30s);
  EXPECT_LT(last_.time, loop_.timeline().now());
  EXPECT_THAT(metrics_->failures(), IsEmpty());
}

TEST_F(AppMetricsTest, FromOutsideAreSummedUp) {
  scaledBy({external("queue", {{}, {{"queue", LabelOperator::In, {"b", "a"}}}})});
  EXPECT_TRUE(subscribe(1, kWeb, "queue{queue in (a,b)}"));
  run();
  EXPECT_THAT(said_, ElementsAre("1 is 75"));
}

TEST_F(AppMetricsTest, OfAnObjectNeedTheNameOfItsResource) {
  scaledBy({on("Rollout", "main", "lag")});
  EXPECT_TRUE(subscribe(1, kWeb, "lag"));
  run();
  EXPECT_THAT(said_, ElementsAre("1 is 120"));
}

TEST_F(AppMetricsTest, OfANamespaceAreThoseOfTheWorkloads) {
  scaledBy({on("Namespace", "other", "lag", "v1")});
  EXPECT_TRUE(subscribe(1, kWeb, "lag"));
  run();
  EXPECT_THAT(said_, ElementsAre("1 is 130"));
}

TEST_F(AppMetricsTest, AreAskedForOnlyWhereAnAutoscalerNamesThem) {
  scaledBy({external("queue")});
  EXPECT_FALSE(subscribe(1, kWeb, "lag"));
  EXPECT_FALSE(subscribe(1, "shop/pod-p1", "queue"));
  EXPECT_FALSE(metrics_->subscribe({SeriesId{1}, AssetId{99}, "queue", {}}));
  after(50ms, [this] { loop_.stop(); });
  run();
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(AppMetricsTest, WhatTheAutoscalerNamesNoLongerIsNotAskedForAnyMore) {
  scaledBy({external("nowhere")});
  subscribe(1, kWeb, "nowhere");
  onFailure_ = [this] {
    after(0ms, [this] {
      scaledBy({external("queue")});
      stopOnceNothingFails();
    });
  };
  run();
  EXPECT_EQ(said_.size(), 1u) << "it is told once";
  EXPECT_THAT(metrics_->failures(), IsEmpty());
}

TEST_F(AppMetricsTest, AreAskedForAgainBeforeTheLoopDecidesNotAllAtOnce) {
  VirtualTimeline stepped;
  stepped.runUntil(Instant(101s));
  begin(stepped, 15s);
  scaledBy({external("queue", {{}, {{"queue", LabelOperator::In, {"b", "a"}}}}),
            on("Namespace", "other", "lag", "v1")});
  EXPECT_TRUE(subscribe(1, kWeb, "queue{queue in (a,b)}"));
  EXPECT_TRUE(subscribe(2, kWeb, "lag"));
  until_ = 2;
  stepped.runDue();
  run();
  const Instant first = stepped.next();
  EXPECT_GE(first, Instant(117'950ms));
  stepped.runUntil(first);
  EXPECT_GT(stepped.next(), first);
  EXPECT_LE(stepped.next(), Instant(119'950ms));
  metrics_.reset();
}

struct Failing {
  AppMetric metric;
  std::string why;
};
class AppMetricsFailing : public AppMetricsTest, public testing::WithParamInterface<int> {
 protected:
  static std::vector<Failing> all() {
    return {{external("secret"), "no right to list secret.external.metrics.k8s.io in shop"},
            {external("empty"), "no values came"},
            {external("odd"), "is no list of metric values"},
            {external("nowhere"), "/namespaces/shop/nowhere"},
            {external(".."), "is no name of a metric"},
            {on("Rollout", "two", "lag"), "more than one value"},
            {on("Rollout", "main", "secret"),
             "no right to get rollouts.example.com/secret.custom.metrics.k8s.io"},
            {on("Odd", "main", "lag"), "the cluster serves no Odd in example.com/v1"},
            {on("Rollout", "..", "lag"), "the object that is named is none"},
            {on("Rollout", "main", "lag", "x/../y"), "the object that is named is none"}};
  }
};

TEST_P(AppMetricsFailing, IsToldOfItsWorkload) {
  const Failing failing = all().at(static_cast<std::size_t>(GetParam()));
  scaledBy({failing.metric});
  EXPECT_TRUE(subscribe(1, kWeb, failing.metric.name));
  run();
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_THAT(said_.front(), HasSubstr(failing.why));
  ASSERT_EQ(metrics_->failures().size(), 1u);
  EXPECT_THAT(metrics_->failures().at(assets_.at(kWeb)), HasSubstr(failing.why));
  metrics_->unsubscribe(SeriesId{1});
  EXPECT_THAT(metrics_->failures(), IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(Each, AppMetricsFailing, testing::Range(0, 10));

}  // namespace
}  // namespace evenkeel::kubernetes
