#include "evaluation/run_measures.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>

namespace evenkeel::evaluation {
namespace {

simulation::WindowRow window(std::chrono::seconds begin, std::int64_t requests, std::int64_t slow,
                             std::int64_t failures) {
  simulation::WindowRow row;
  row.begin = Instant(begin);
  row.end = row.begin + 60s;
  row.arrivals = {requests, failures, slow, 0, 0};
  return row;
}

// Two minutes of warm-up and three that are judged.
simulation::RunResult twoApplications() {
  simulation::RunResult result;
  result.begin = Instant(120s);
  result.end = Instant(300s);
  result.applications.emplace_back("shop");
  result.applications.emplace_back("till");
  simulation::SubjectResult& shop = result.applications[0];
  shop.windows = {window(0s, 1000, 1000, 0), window(60s, 1000, 0, 1000),  // warm-up
                  window(120s, 1000, 40, 10),                             // 5 %: not more
                  window(180s, 1000, 41, 10),                             // 5.1 %
                  window(240s, 500, 0, 0)};
  shop.cost = {.podSeconds = 3600, .coreSeconds = 7200, .busyCoreSeconds = 1800};
  simulation::SubjectResult& till = result.applications[1];
  till.windows = {window(0s, 100, 100, 0), window(60s, 100, 100, 0),
                  window(120s, 100, 2, 8),  // too few requests each: one window, 10 of 300
                  window(180s, 100, 0, 0), window(240s, 100, 0, 0)};
  till.cost = {.podSeconds = 3600, .coreSeconds = 3600, .busyCoreSeconds = 3600};
  // 1 to 1000 ms, once each.
  for (int ms = 1; ms <= 1000; ++ms) {
    (ms % 2 == 0 ? shop : till).responses.record(std::chrono::milliseconds(ms));
  }
  result.cost = shop.cost;
  result.cost += till.cost;
  result.cost.nodeSeconds = 1800;
  return result;
}

std::map<std::string, std::optional<double>> byKey(const Figures& figures) {
  std::map<std::string, std::optional<double>> values;
  for (const Measure& measure : measures()) values[std::string(measure.key)] = measure.of(figures);
  return values;
}

TEST(RunMeasures, OfACaseByHand) {
  const RunMeasures measured =
      measuresOf(twoApplications(), {.coreHour = 0.1, .nodeHour = 2}, {{"shop", {30, 7}}});
  EXPECT_EQ(measured.judged, 180s);
  const Figures& run = measured.total;
  EXPECT_EQ(run.arrivals, (simulation::Arrivals{2800, 28, 83, 0, 0}));
  EXPECT_EQ(run.violations, (Violations{4, 1, 2800, 111}));
  auto values = byKey(run);
  for (const auto& [key, value] : values) ASSERT_TRUE(value) << key;
  EXPECT_DOUBLE_EQ(*values["violatedWindows"], 25);
  EXPECT_DOUBLE_EQ(*values["violatedRequests"], 100 * 111 / 2800.0);
  EXPECT_DOUBLE_EQ(*values["podHours"], 2);
  EXPECT_DOUBLE_EQ(*values["coreHours"], 3);
  EXPECT_DOUBLE_EQ(*values["money"], 0.3 + 1);
  EXPECT_DOUBLE_EQ(*values["responseMean"], 0.5005);
  EXPECT_NEAR(*values["responseP50"], 0.500,
              0.004);  // a histogram's error: 0.8 %
  EXPECT_NEAR(*values["responseP95"], 0.950, 0.008);
  EXPECT_NEAR(*values["responseP99"], 0.990, 0.008);
  EXPECT_NEAR(*values["responseP999"], 0.999, 0.008);
  EXPECT_DOUBLE_EQ(*values["failedRequests"], 1);
  EXPECT_DOUBLE_EQ(*values["utilization"], 50);
  EXPECT_DOUBLE_EQ(*values["adaptations"], 7);
  EXPECT_EQ(values.size(), 13u);
  EXPECT_EQ(measures().size(), values.size()) << "a key twice";
}

TEST(RunMeasures, OfEachApplication) {
  const RunMeasures run =
      measuresOf(twoApplications(), {.coreHour = 0.1, .nodeHour = 2}, {{"till", {5, 2}}});
  ASSERT_EQ(run.applications.size(), 2u);
  EXPECT_EQ(run.applications[0].name, "shop");
  EXPECT_EQ(run.applications[1].name, "till");
  auto shop = byKey(run.applications[0].figures);
  auto till = byKey(run.applications[1].figures);
  EXPECT_DOUBLE_EQ(*shop["violatedWindows"], 100 / 3.0);
  EXPECT_DOUBLE_EQ(*till["violatedWindows"], 0);
  EXPECT_DOUBLE_EQ(*shop["coreHours"], 2);
  EXPECT_DOUBLE_EQ(*till["money"], 0.1);  // without nodes
  EXPECT_DOUBLE_EQ(*shop["responseMean"], 0.501);
  EXPECT_DOUBLE_EQ(*till["responseMean"], 0.500);
  EXPECT_DOUBLE_EQ(*shop["adaptations"], 0);
  EXPECT_DOUBLE_EQ(*till["adaptations"], 2);
  EXPECT_EQ(run.total.decisions, (DecisionCounts{5, 2}));
}

TEST(RunMeasures, WhereNothingHappenedThereIsNoShareAndNoResponseTime) {
  const std::set<std::string_view> sums{"podHours", "coreHours", "money", "adaptations"};
  for (const auto& [key, value] : byKey(measuresOf({}, {1, 1, 1, 1}, {}).total)) {
    EXPECT_EQ(value, sums.contains(key) ? std::optional(0.0) : std::nullopt) << key;
  }
}

}  // namespace
}  // namespace evenkeel::evaluation
