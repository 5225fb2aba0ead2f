// What becomes of the answers of the resource metrics API.
#include "kubernetes/resource_metrics.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/virtual_timeline.h"
#include "kubernetes/unit/scripted_server.h"
#include "model/metric_names.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ResourceMetricsTest : public WithScriptedServer, public EventSink {
 protected:
  void SetUp() override {
    WithScriptedServer::SetUp();
    inventory_.emplace(loop_.timeline(), std::vector<std::string>{}, GuardrailProfile::Standard,
                       [this](const Workload&) { return !goesUnseen_ || said_.empty(); });
    inventory_->watch(*this);
    Workload workload;
    workload.meta.uid = "w";
    workload.kind = "Deployment";
    workload.apiVersion = "apps/v1";
    inventory_->observe(workload);
    for (const char* name : {"one", "two"}) {
      Pod pod;
      pod.meta.uid = pod.meta.name = name;
      pod.meta.space = "shop";
      pod.meta.controller = Owner{"apps/v1", "Deployment", "web", "w"};
      inventory_->observe(pod);
    }
    inventory_->synced();
  }

  bool post(EventBody body) override {
    if (const auto* observed = std::get_if<AssetObserved>(&body)) {
      if (observed->asset.kind == AssetKind::Pod) pods_[observed->asset.name] = observed->asset.id;
    } else if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
      std::string text;
      for (const Sample& sample : arrived->samples)
        text += fmt::format(" {}:{}", sample.series.value,
                            std::isnan(sample.value) ? "ended" : fmt::format("{}", sample.value));
      said_.push_back(std::move(text));
      if (stepped_) loop_.stop();
    } else if (std::holds_alternative<SourceFailed>(body)) {
      said_.emplace_back("failed");
      loop_.stop();
    } else if (std::holds_alternative<InventorySynced>(body)) {
      subscribe();
    }
    return true;
  }

  void subscribe() {
    if (stepped_) {
      metrics_.emplace(*stepped_, client(), *inventory_, "shop", 15s);
    } else {
      metrics_.emplace(loop_.timeline(), client(), *inventory_, "shop", 1ms);
    }
    metrics_->start(*this);
    metrics_->subscribe({SeriesId{1}, pods_.at("shop/one"), std::string(metric::kCpuUsage), {}});
    metrics_->subscribe({SeriesId{2}, pods_.at("shop/two"), std::string(metric::kCpuUsage), {}});
    if (stepped_) stepped_->runDue();
  }

  std::optional<VirtualTimeline> stepped_;  // that it asks by, and until its first answer
  bool goesUnseen_ = false;                 // after the first answer
  std::map<std::string, AssetId> pods_;
  std::vector<std::string> said_;
  std::optional<ClusterInventory> inventory_;
  std::optional<ResourceMetrics> metrics_;
};

TEST_F(ResourceMetricsTest, SeriesOfAPodThatAnAnswerLeavesOutEndAndNotWithoutAnAnswer) {
  run();
  EXPECT_THAT(said_, ElementsAre(" 1:0.1 2:0.1", " 2:0.2 1:ended", "failed"));
}

TEST_F(ResourceMetricsTest, SeriesOfAWorkloadThatMayHaveChangedUnseenEnd) {
  goesUnseen_ = true;
  run();
  EXPECT_THAT(said_, ElementsAre(" 1:0.1 2:0.1", AllOf(HasSubstr("1:ended"), HasSubstr("2:ended")),
                                 "failed"));
}

TEST_F(ResourceMetricsTest, IsAskedAgainJustBeforeTheLoopDecides) {
  stepped_.emplace();
  stepped_->runUntil(Instant(101s));
  run();
  EXPECT_EQ(said_.size(), 1u);
  EXPECT_EQ(stepped_->next(), Instant(119'950ms));
}

}  // namespace
}  // namespace evenkeel::kubernetes
