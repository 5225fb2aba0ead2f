#include "telemetry/container_usage.h"

#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

TEST(ContainerUsage, AsksForContainersAlone) {
  const UsageLabels labels{"namespace", "pod", "container"};
  EXPECT_EQ(cpuQuestion(labels, "", 300s, true),
            "max by (namespace,pod,container) (rate(container_cpu_usage_seconds_total"
            "{pod!=\"\",container!=\"\",container!=\"POD\"}[300s]))");
  EXPECT_EQ(cpuQuestion(labels, "", 300s, false),
            "rate(container_cpu_usage_seconds_total"
            "{pod!=\"\",container!=\"\",container!=\"POD\"}[300s])");
  EXPECT_EQ(memoryQuestion(labels, "a\"b", 60s),
            "max by (namespace,pod,container) (max_over_time(container_memory_working_set_bytes"
            "{pod!=\"\",container!=\"\",container!=\"POD\",namespace=\"a\\\"b\"}[60s]))");
}

// What was moved aside bears the labels of what was scraped where those of the pod should be.
TEST(ContainerUsage, ASeriesIsSpeltInOneWay) {
  EXPECT_EQ(usageCountQuestion(usageLabels()[1], ""),
            "count(max by (namespace,pod,container) (last_over_time("
            "container_cpu_usage_seconds_total{pod!=\"\",container!=\"\",container!=\"POD\","
            "exported_pod=\"\"}[3600s])))");
}

TEST(ContainerUsage, ARateSeesTwoScrapes) {
  EXPECT_EQ(rateWindow(300s, 15s), 300s);
  EXPECT_EQ(rateWindow(300s, 150s), 300s);
  EXPECT_EQ(rateWindow(300s, 300s), 599s);
  EXPECT_EQ(rateWindow(60s, 60s), 119s);
}

}  // namespace
}  // namespace evenkeel::telemetry
