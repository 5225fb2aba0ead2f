#include "agent/metric_health.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

constexpr Instant kNow = Instant{} + std::chrono::minutes(10);

Window windowOf(std::initializer_list<double> values) {
  Window window(std::chrono::minutes(5));
  Instant time = kNow - static_cast<int>(values.size()) * 2s;
  for (const double value : values) window.add({{}, time += 2s, {}, value});
  return window;
}

class MetricHealth : public testing::Test {
 protected:
  Doubt doubt(std::string_view metric, const Window& window, const Window* traffic) {
    PolicyNeeds needs;
    MetricNeed& need = needs.metrics.emplace_back();
    need.metric = metric;
    need.of = MetricOf::Component;
    const Window* metrics[] = {&window};
    ComponentView component{};
    component.metrics = metrics;
    return metricDoubt(component, needs, kNow, 90s, traffic);
  }
  const Window traffic_ = windowOf({3, 3});
};

TEST_F(MetricHealth, NobodyUnderWayAtThisMomentIsNoDoubt) {
  EXPECT_EQ(doubt(metric::kActiveRequests, windowOf({0, 1, 0, 0}), &traffic_), "");
}

TEST_F(MetricHealth, NobodyUnderWayAtAnyMomentOfTrafficIs) {
  EXPECT_NE(doubt(metric::kActiveRequests, windowOf({0, 0, 0, 0}), &traffic_), "");
  const Window silence = windowOf({0, 0});
  EXPECT_EQ(doubt(metric::kActiveRequests, windowOf({0, 0, 0, 0}), &silence), "");
}

TEST_F(MetricHealth, OtherMetricsAreJudgedByTheirNewestSample) {
  EXPECT_NE(doubt(metric::kRequestRate, windowOf({5, 5, 0}), nullptr), "");
  EXPECT_NE(doubt(metric::kCpuUsage, windowOf({1, 1, 0}), &traffic_), "");
}

}  // namespace
}  // namespace evenkeel
