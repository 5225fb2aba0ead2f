// Pods that answer, and such as do not, read over HTTP.
#include "telemetry/pod_scraper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <functional>

#include "io/child_process.h"
#include "io/find_program.h"
#include "model/metric.h"

namespace evenkeel::telemetry {
namespace {

using ::testing::HasSubstr;

constexpr Duration kLong = std::chrono::minutes(1);  // for what should come at once
constexpr Duration kInterval = 20ms;

class PodScraperTest : public testing::Test, public EventSink {
 protected:
  void SetUp() override {
    const auto python = io::findProgram("python3");
    if (!python) GTEST_SKIP() << "no python3";
    auto started = io::ChildProcess::start(
        *python, {EVENKEEL_SOURCE_DIR "/tests/telemetry/pod_server.py"}, {});
    ASSERT_TRUE(started) << started.error().text();
    server_.emplace(std::move(*started));
    const auto port = server_->exchange("", kLong);
    ASSERT_TRUE(port) << port.error().text();
    port_ = *port;
    kubernetes::Workload workload;
    workload.meta.uid = "d";
    workload.meta.name = "web";
    workload.meta.space = "shop";
    workload.apiVersion = "apps/v1";
    workload.kind = "Deployment";
    inventory_.observe(workload);
    inventory_.watch(ignored_);
    component_ = inventory_.components().at(0)->id;
    scraper_.emplace(loop_, inventory_, kInterval, [this](AssetId) { return wanted_; });
    scraper_->start(*this);
  }

  kubernetes::Pod pod(const std::string& uid, const std::string& path) const {
    kubernetes::Pod pod;
    pod.meta.uid = uid;
    pod.meta.name = "web-" + uid;
    pod.meta.space = "shop";
    pod.meta.controller = kubernetes::Owner{"apps/v1", "Deployment", "web", "d"};
    pod.meta.annotations = {{"prometheus.io/port", port_}, {"prometheus.io/path", path}};
    pod.address = "127.0.0.1";
    pod.state.phase = PodPhase::Running;
    pod.state.ready = true;
    return pod;
  }
  bool subscribe(std::string_view metric = metric::kRequestRate) {
    return scraper_->subscribe({SeriesId{++series_}, component_, std::string(metric), {}});
  }

  bool post(EventBody body) override {
    if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
      EXPECT_EQ(arrived->source, "pods");
      for (const Sample& sample : arrived->samples) {
        EXPECT_GT(sample.time, newest_);
        samples_.push_back(sample);
      }
      newest_ = arrived->samples.front().time;
    }
    return true;
  }
  // One after the other: waits until `holds`, then does it.
  void when(std::function<bool()> holds, std::function<void()> act = [] {}) {
    steps_.push_back({std::move(holds), std::move(act)});
  }
  void whenLacks(const std::string& words, std::function<void()> act = [] {}) {
    when([=, this] { return scraper_->lack(component_).find(words) != std::string::npos; },
         std::move(act));
  }
  void whenSamples(std::size_t count, std::function<void()> act = [] {}) {
    when([=, this] { return samples_.size() >= count; }, std::move(act));
  }
  // True: all steps came to pass.
  bool run() {
    const std::function<void()> check = [&] {
      while (!steps_.empty() && steps_.front().holds()) {
        const Step step = std::move(steps_.front());
        steps_.pop_front();
        step.act();
      }
      if (steps_.empty()) return loop_.stop();
      loop_.timeline().at(loop_.timeline().now() + 1ms, check);
    };
    loop_.timeline().at(loop_.timeline().now(), check);
    loop_.timeline().at(loop_.timeline().now() + kLong, [this] { loop_.stop(); });
    loop_.run();
    EXPECT_TRUE(steps_.empty()) << scraper_->lack(component_);
    return steps_.empty();
  }

  struct Step {
    std::function<bool()> holds;
    std::function<void()> act;
  };
  struct Ignoring : EventSink {
    bool post(EventBody) override { return true; }
  };

  io::EventLoop loop_;
  kubernetes::ClusterInventory inventory_{loop_.timeline()};
  Ignoring ignored_;
  std::optional<io::ChildProcess> server_;
  std::string port_;
  AssetId component_;
  bool wanted_ = true;
  std::uint32_t series_ = 0;
  std::deque<Step> steps_;
  std::vector<Sample> samples_;
  Instant newest_ = Instant::min();
  std::optional<PodScraper> scraper_;
};

TEST_F(PodScraperTest, RatesOfAComponentComeEveryInterval) {
  inventory_.observe(pod("a", "/count/a"));
  inventory_.observe(pod("b", "/open"));
  ASSERT_TRUE(subscribe());
  whenSamples(3);
  ASSERT_TRUE(run());
  for (const Sample& sample : samples_) {
    EXPECT_EQ(sample.window, kInterval);
    EXPECT_GT(sample.value, 0);
  }
  EXPECT_EQ(scraper_->lack(component_), "");
  EXPECT_EQ(scraper_->blindness(), "");
}

TEST_F(PodScraperTest, OnlyWhatItHasAndWhatIsWantedIsSubscribed) {
  EXPECT_FALSE(subscribe(metric::kCpuUsage));
  EXPECT_FALSE(
      scraper_->subscribe({SeriesId{9}, AssetId{99}, std::string(metric::kRequestRate), {}}));
  wanted_ = false;
  EXPECT_FALSE(subscribe());
  EXPECT_EQ(scraper_->lack(component_), "");
  EXPECT_EQ(scraper_->interval(), kInterval);
}

// Nobody waits for it; the others stand for it, up to half of them.
TEST_F(PodScraperTest, APodThatDoesNotAnswerDelaysNobody) {
  inventory_.observe(pod("a", "/count/a"));
  kubernetes::Pod still = pod("b", "/hang");
  still.address = "127.0.0.2";  // to one address there is one connection
  inventory_.observe(still);
  ASSERT_TRUE(subscribe());
  whenSamples(5);
  EXPECT_TRUE(run());
}

TEST_F(PodScraperTest, ARateThatIsOldIsNoneAnyMore) {
  inventory_.observe(pod("a", "/twice"));
  ASSERT_TRUE(subscribe());
  whenSamples(1);
  whenLacks("1 of 1 pods have not answered for 200ms");
  EXPECT_TRUE(run());
}

TEST_F(PodScraperTest, NoRateIsTakenAcrossALongGap) {
  inventory_.observe(pod("a", "/gap"));
  ASSERT_TRUE(subscribe());
  whenSamples(2);
  ASSERT_TRUE(run());
  for (const Sample& sample : samples_) EXPECT_EQ(sample.value, 0);
}

TEST_F(PodScraperTest, NoProxyIsAskedForPods) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  inventory_.observe(pod("a", "/count/a"));
  ASSERT_TRUE(subscribe());
  whenSamples(1);
  EXPECT_TRUE(run());
  ::unsetenv("http_proxy");
}

TEST_F(PodScraperTest, PodsThatCannotBeReadAreSaid) {
  inventory_.observe(pod("a", "/count/a"));
  inventory_.observe(pod("b", "/failing"));
  inventory_.observe(pod("c", "/failing"));
  ASSERT_TRUE(subscribe());
  whenLacks(
      "2 of 3 pods cannot be read: http://127.0.0.1:" + port_ + "/failing: answers with status 503",
      [this] {
        EXPECT_EQ(scraper_->blindness(), "");  // one can be read
        inventory_.removePod("a");
      });
  when([this] { return !scraper_->blindness().empty(); });
  ASSERT_TRUE(run());
  EXPECT_THAT(scraper_->blindness(), HasSubstr("none of 2 endpoints can be read"));
}

TEST_F(PodScraperTest, AnswersThatAreNoneAreRefusedWithTheReason) {
  ASSERT_TRUE(subscribe());
  inventory_.observe(pod("a", "/broken"));
  whenLacks("/broken, line 1: begins with no name",
            [this] { inventory_.observe(pod("a", "/cut")); });
  whenLacks("the answer was cut off", [this] { inventory_.observe(pod("a", "/endless")); });
  whenLacks("/endless: ", [this] { inventory_.observe(pod("a", "/other")); });
  whenLacks("have none of http_server_request_duration_seconds");
  EXPECT_TRUE(run());
  EXPECT_TRUE(samples_.empty());
}

TEST_F(PodScraperTest, APodWithoutAnEndpointIsSaid) {
  kubernetes::Pod one = pod("a", "/count/a");
  one.meta.annotations.clear();
  inventory_.observe(one);
  ASSERT_TRUE(subscribe());
  whenLacks("its pods expose no metrics: names no endpoint", [&] {
    one.meta.annotations["prometheus.io/port"] = "1";
    inventory_.observe(one);
  });
  whenLacks("1 of 1 pods cannot be read");
  EXPECT_TRUE(run());
}

// Start-up is no load, nor are pods on their way out.
TEST_F(PodScraperTest, PodsThatAreNotReadyAreNotAsked) {
  kubernetes::Pod starting = pod("a", "/count/a");
  starting.state.ready = false;
  inventory_.observe(starting);
  kubernetes::Pod ending = pod("b", "/count/b");
  ending.state.deleting = true;
  inventory_.observe(ending);
  ASSERT_TRUE(subscribe());
  whenLacks("none of its pods is ready", [this] { inventory_.observe(pod("a", "/count/a")); });
  whenSamples(1);
  EXPECT_TRUE(run());
}

TEST_F(PodScraperTest, WhatIsUnsubscribedIsNotDeliveredAnyMore) {
  inventory_.observe(pod("a", "/count/a"));
  ASSERT_TRUE(subscribe());
  whenSamples(1, [this] {
    scraper_->unsubscribe(SeriesId{series_});
    scraper_->unsubscribe(SeriesId{77});
    samples_.clear();
    newest_ = Instant::min();
    EXPECT_TRUE(subscribe(metric::kErrorRate));
  });
  whenSamples(1);
  ASSERT_TRUE(run());
  EXPECT_EQ(samples_.front().value, 0);
  EXPECT_EQ(samples_.front().series, SeriesId{series_});
}

}  // namespace
}  // namespace evenkeel::telemetry
