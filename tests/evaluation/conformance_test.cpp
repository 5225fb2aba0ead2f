#include "evaluation/conformance/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace evenkeel {
namespace {

using testing::HasSubstr;

const std::string kData = EVENKEEL_SOURCE_DIR "/tests/evaluation/data/";

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void expectAllPass(const std::string& path) {
  const auto report = runConformance(path);
  ASSERT_TRUE(report) << report.error().text();
  for (const auto& failure : report->failures) ADD_FAILURE() << failure.text();
  for (const auto& ignored : report->ignored) ADD_FAILURE() << ignored.text();
  EXPECT_GT(report->passed, 0u);
}

TEST(Conformance, OwnVectorsPass) {
  for (const char* file : {"hpa.json", "kpa.json", "vpa.json"}) expectAllPass(kData + file);
}

// The vectors transcribed from the tests of Kubernetes and Knative, where they are at hand.
class KubernetesVectors : public testing::TestWithParam<const char*> {};

TEST_P(KubernetesVectors, Pass) {
  const char* data = std::getenv("EVENKEEL_DATA");
  if (data == nullptr) GTEST_SKIP() << "EVENKEEL_DATA is not set";
  const auto path = std::filesystem::path(data) / ".." / "vectors" / GetParam();
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  expectAllPass(path.string());
}

INSTANTIATE_TEST_SUITE_P(Conformance, KubernetesVectors,
                         testing::Values("hpa.json", "hpa-behavior.json", "knative-kpa.json",
                                         "vpa.json"));

TEST(Conformance, AWrongAnswerIsAFailureThatNamesWhatDiffers) {
  std::string text = read(kData + "hpa.json");
  const std::string right = "\"expected\": {\"replicas\": 6, \"utilization_percent\": 90}";
  const auto at = text.find(right);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, right.size(), "\"expected\": {\"replicas\": 7, \"utilization_percent\": 90}");
  const auto report = runConformanceText(text, "changed");
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->failed, 1u);
  EXPECT_EQ(report->failures[0].text(),
            "vectors: utilisation half above target: expected replicas 7; got replicas 6");
  EXPECT_THAT(report->totals(), HasSubstr(" passed, 1 failed"));
}

TEST(Conformance, AnExpectationThatCannotBeJudgedFails) {
  const auto report = runConformanceText(
      R"({"no_behavior_limit": [{"name": "n", "current_replicas": 5, "desired_replicas": 7,
          "min_replicas": 3, "max_replicas": 8, "expected": {"replicas": 7, "mood": "good"}}]})",
      "t");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->failed, 1u);
}

class NothingExpected : public testing::TestWithParam<const char*> {};

TEST_P(NothingExpected, IsAFailure) {
  const auto report = runConformanceText(
      R"({"no_behavior_limit": [{"name": "n", "current_replicas": 5, "desired_replicas": 7,
          "min_replicas": 3, "max_replicas": 8, "expected": )" +
          std::string(GetParam()) + "}]}",
      "t");
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->totals(), "0 passed, 1 failed");
  EXPECT_THAT(report->failures[0].text(), HasSubstr("no_behavior_limit[0]: expects nothing"));
}

INSTANTIATE_TEST_SUITE_P(Conformance, NothingExpected,
                         testing::Values("{}", R"({"replicas": null})"));

const std::string kRightVector =
    R"({"name": "right", "current_replicas": 5, "desired_replicas": 7, "min_replicas": 3,
        "max_replicas": 8, "expected": {"replicas": 7}})";

TEST(Conformance, AVectorThatCannotBeUnderstoodFailsAndTheRestIsRun) {
  const auto report = runConformanceText(
      R"({"no_behavior_limit": [{"name": "no bounds", "current_replicas": 5, "desired_replicas": 7},
          3, )" +
          kRightVector + R"(], "weather": [{}, {}]})",
      "t");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->totals(), "1 passed, 4 failed");
  EXPECT_FALSE(report->understood);
  ASSERT_EQ(report->failures.size(), 3u);
  EXPECT_THAT(report->failures[0].text(),
              HasSubstr("no_behavior_limit: no bounds: no_behavior_limit[0]: has no key"));
  EXPECT_THAT(report->failures[1].text(), HasSubstr("no_behavior_limit[1]: is a whole number"));
  EXPECT_THAT(report->failures[2].text(), HasSubstr("weather: is a section that this program"));
}

TEST(Conformance, AFieldThatNobodyLooksAtIsToldOnce) {
  std::string odd = kRightVector;
  odd.replace(1, 0, R"("mood": {"colour": 1}, "note": "fine", "absent": null, )");
  const auto report = runConformanceText(
      R"({"meta": {"defaults": {"tick_s": 3}}, "no_behavior_limit": [)" + odd + ", " + odd + "]}",
      "t");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->totals(), "2 passed, 0 failed");
  ASSERT_EQ(report->ignored.size(), 2u);
  EXPECT_THAT(report->ignored[0].text(), HasSubstr("meta: defaults: 'tick_s' is 3, here 2"));
  EXPECT_THAT(report->ignored[1].text(), HasSubstr("no_behavior_limit: right: field 'mood'"));
}

TEST(Conformance, TheFilesOwnDefaultsReplaceTheApis) {
  const std::string vector =
      R"({"policy_limit": [{"name": "n", "direction": "up", "current_replicas": 10, "rules": {},
          "scale_up_events": [], "scale_down_events": [], "expected_limit": 12}])";
  const std::string two = R"({"policies": [{"type": "Pods", "value": 2, "period_s": 15}]})";
  const auto without = runConformanceText(vector + "}", "t");
  const auto with =
      runConformanceText(vector + R"(, "meta": {"defaults": {"scale_up": )" + two + "}}}", "t");
  ASSERT_TRUE(without && with);
  EXPECT_EQ(without->totals(), "0 passed, 1 failed");
  EXPECT_EQ(with->totals(), "1 passed, 0 failed") << with->failures[0].text();
}

// A vector that holds with the file's own constants and not without them.
struct Own {
  const char* defaults;
  std::string vectors;
};
class OwnDefaults : public testing::TestWithParam<Own> {};

TEST_P(OwnDefaults, StandForWhatAVectorLeavesOut) {
  const std::string& vectors = GetParam().vectors;
  const auto without = runConformanceText("{" + vectors + "}", "t");
  const auto with = runConformanceText(
      R"({"meta": {"defaults": {)" + std::string(GetParam().defaults) + "}}, " + vectors + "}",
      "t");
  ASSERT_TRUE(without && with);
  EXPECT_EQ(without->totals(), "0 passed, 1 failed");
  EXPECT_EQ(with->totals(), "1 passed, 0 failed") << with->failures[0].text();
  EXPECT_TRUE(with->ignored.empty());
}

// One decision on 120 in flight and 4 ready pods.
std::string kpaWants(int pods) {
  return R"("vectors": [{"name": "n", "spec": {}, "initial_state": {"panicking": false,
      "max_panic_pods": 0}, "steps": [{"t_s": 0, "ready_pods": 4, "observed_stable": 120,
      "observed_panic": 120, "expected": {"desired_pods": )" +
         std::to_string(pods) + "}}]}]";
}

// Of a pod an hour old that is within its range.
std::string vpaUpdates(const std::string& ranUntilOom) {
  return R"("update_decision": [{"name": "n", "pod_age_s": 3600, "outside_range": false,
      "oom_run_s": )" +
         ranUntilOom + R"(, "resource_diff": 0.3, "expected_update": true}])";
}

INSTANTIATE_TEST_SUITE_P(
    Conformance, OwnDefaults,
    testing::Values(
        // 120 in flight: 70 a pod ask for 2, 20 for 6; no less than half of 4, and so on.
        Own{R"("container_concurrency_target_default": 40,
               "container_concurrency_target_percentage": 50)",
            kpaWants(6)},
        Own{R"("container_concurrency_target_percentage": 40)", kpaWants(3)},
        Own{R"("container_concurrency_target_default": 400, "max_scale_down_rate": 4)",
            kpaWants(1)},
        Own{R"("max_scale_up_rate": 1.25, "container_concurrency_target_default": 1,
               "panic_threshold_percent": 1e6)",
            kpaWants(5)},
        Own{R"("pod_lifetime_update_threshold_s": 1800)", vpaUpdates("null")},
        Own{R"("evict_after_oom_threshold_s": 900)", vpaUpdates("700")},
        Own{R"("pod_min_cpu_milli": 100)",
            R"("estimators": [{"name": "n", "base_cores": 0.01, "containers": 2,
                "expected_milli": 50}])"},
        Own{R"("confidence_interval_s": 43200)",
            R"("estimators": [{"name": "n", "first_last_gap_s": 21600, "samples": 720,
                "confidence": 0.5}])"},
        Own{R"("oom_bump_ratio": 2, "oom_min_bump_bytes": 0, "memory_window": "8 x 1h")",
            R"("oom": [{"name": "n", "events": [{"type": "oom", "t_s": 0,
                "request_bytes": 1000}], "expected_histogram_ops": [["add", 2000, 3600]]}])"},
        Own{R"("half_life_s": 10)",
            R"("histograms": [{"name": "n", "options": {"kind": "linear", "max": 10,
                "bucket": 1, "epsilon": 1e-15}, "samples": [{"value": 1.5, "weight": 2, "t_s": 0},
                {"value": 5.5, "weight": 1, "t_s": 20}],
                "percentiles": [{"p": 0.5, "value": 6}]}])"}));

struct Bad {
  const char* text;
  const char* says;
};
class NoJson : public testing::TestWithParam<Bad> {};

TEST_P(NoJson, IsAnErrorWithItsPlace) {
  const auto report = runConformanceText(GetParam().text, "bad.json");
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(Conformance, NoJson,
                         testing::Values(Bad{"", "bad.json:1: is empty"},
                                         Bad{"{\n", "bad.json:2: is not JSON"}));

class Unreadable : public testing::TestWithParam<Bad> {};

TEST_P(Unreadable, IsAFailureWithItsPlace) {
  const auto report = runConformanceText(GetParam().text, "bad.json");
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_FALSE(report->understood);
  ASSERT_GE(report->failed, 1u);
  EXPECT_THAT(report->failures[0].text(), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Conformance, Unreadable,
    testing::Values(
        Bad{"[]", "a record"}, Bad{"{}", "has no vectors"},
        Bad{R"({"weather": []})", "weather: is a section"},
        Bad{R"({"vectors": 3})", "vectors: is a whole number; a list"},
        Bad{R"({"vectors": [{"name": "x", "kind": "oracle"}]})", "vectors[0].kind: is 'oracle'"},
        Bad{R"({"vectors": [{"name": "x"}]})", "has no key 'kind'"},
        Bad{R"({"meta": {"defaults": {"tolerance": -1}}})", "meta.defaults.tolerance: is -1"},
        Bad{R"({"meta": {"defaults": {"tolerance": "ten"}}})", "is a text; a number"},
        Bad{R"({"meta": {"defaults": {"stable_window": 2}}})",
            "meta.defaults.stable_window: is a default that this program does not know; did you "
            "mean "
            "'stable_window_s'?"},
        Bad{R"({"meta": {"defaults": {"patience": 3}}})",
            "meta.defaults.patience: is a default that this program does not know"},
        Bad{R"({"meta": {"defaults": {"tick_s": "two"}}})", "is a text; a number"},
        Bad{R"({"meta": {"defaults": {"memory_window": "a week"}}})", "as '8 x 24h"},
        Bad{R"({"meta": {"defaults": {"upper_confidence": [1]}}})", "is no pair"},
        Bad{R"({"stabilize": [{"name": "n", "kind": "stabilize_no_behavior", "window_s": 300,
                "desired_replicas": 3, "expected": {},
                "prior": [{"replicas": 5000000000, "age_s": 1}]}]})",
            "stabilize[0].prior[0].replicas: is 5000000000; from 0 to 2147483647"},
        Bad{R"({"stabilize": [{"name": "n", "kind": "stabilize_no_behavior", "window_s": 300,
                "desired_replicas": 3, "expected": {},
                "prior": [{"replicas": 99999999999999999999, "age_s": 1}]}]})",
            "a whole number"},
        Bad{R"({"vectors": [{"name": "x", "kind": "calculator", "metric_type": "magic",
                "pods": [], "current_replicas": 1}]})",
            "is no metric type"}));

TEST(Conformance, AFileThatIsNotThereIsAnError) {
  EXPECT_FALSE(runConformance(kData + "nowhere.json"));
  EXPECT_THAT(runConformance(kData).error().text(), HasSubstr("is a directory"));
}

TEST(Conformance, DeepNestingIsAnError) {
  const auto report = runConformanceText(std::string(100000, '['), "deep");
  ASSERT_FALSE(report);
  EXPECT_FALSE(runConformanceText(std::string(1000, '[') + std::string(1000, ']'), "deep"));
}

}  // namespace
}  // namespace evenkeel
