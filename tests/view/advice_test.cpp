#include "view/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/yaml.h"
#include "view/yaml_text.h"

namespace evenkeel::view {
namespace {

using ::testing::HasSubstr;

constexpr double kGib = 1 << 30;

Advice web() {
  Advice one;
  one.space = "shop";
  one.kind = "Deployment";
  one.name = "web";
  one.replicas = 4;
  one.ready = 4;
  one.podCores = 0.5;
  one.podBytes = kGib;
  one.policy = "hpa(cpu=60)";
  one.wanted = 6;
  one.why = "CPU 90 %, target 60 %";
  return one;
}

Advice::Sizing sizing(double cores, double bytes, double known) {
  return {PodSize{cores, bytes}, known, 86'400};
}

TEST(Advice, WhatIsRequestedChangesWithTheNumber) {
  const Advice more = web();
  EXPECT_EQ(changeOf(more), 2);
  EXPECT_DOUBLE_EQ(requestsChange(more).cores, 1);
  EXPECT_DOUBLE_EQ(requestsChange(more).bytes, 2 * kGib);
  EXPECT_DOUBLE_EQ(costChange(more, {0.03, 0.004}), 0.03 + 0.008);
}

TEST(Advice, SizesCountOnceTheyAreSure) {
  Advice one = web();
  one.wanted = 4;
  one.sizing = sizing(0.25, kGib, 45);
  EXPECT_FALSE(isChanged(one));
  EXPECT_DOUBLE_EQ(requestsChange(one).cores, 0);
  one.sizing = sizing(0.25, kGib, 86'400);
  EXPECT_TRUE(isChanged(one));
  EXPECT_DOUBLE_EQ(requestsChange(one).cores, -1);
  one.sizing = sizing(0.48, kGib, 86'400);
  EXPECT_FALSE(isChanged(one)) << "less than a tenth";
}

TEST(Advice, TimeThatGoesByIsNoNews) {
  const auto textOf = [](const Advice& one) {
    const std::vector<Advice> all{timeless(one)};
    return adviceTable(all, true, 200) + adviceJson(all, {});
  };
  Advice before = web();
  before.figures = Advice::Figures{4, 60};
  before.sizing = sizing(0.25, kGib, 60);
  Advice after = before;
  after.figures->lasting = 75;
  after.sizing->known = 75;
  EXPECT_EQ(textOf(before), textOf(after));
  after.figures->pods = 3;
  EXPECT_NE(textOf(before), textOf(after));
  after.figures->pods = 4;
  after.sizing->known = 86'400;
  EXPECT_NE(textOf(before), textOf(after)) << "it has become sure";
  before.sizing->known = 90'000;
  EXPECT_EQ(textOf(before), textOf(after));
}

TEST(Advice, ATableSaysPricesAndRoom) {
  Advice one = web();
  one.fitting = 5;
  const std::string text = adviceTable(std::vector{one}, false, 120, Prices{0.03, 0.004});
  EXPECT_THAT(text, HasSubstr("COST/H"));
  EXPECT_THAT(text, HasSubstr("+0.038"));
  EXPECT_THAT(text, HasSubstr("CapacityLimited: room for 5 pods; CPU 90 %"));
  EXPECT_THAT(adviceSummary(std::vector{one}, Prices{0.03, 0.004}),
              HasSubstr("+0.038 an hour at 0.03 for a core-hour and 0.004 for a GiB-hour"));
}

TEST(Advice, TheWideTableSaysSizesAndHowSure) {
  Advice one = web();
  one.vertical = {"web", "Auto", {{"c", {}, {0.25, kGib / 2}, {}}, {"d", {}, {0.05, 0}, {}}}, ""};
  one.sizing = sizing(0.3, kGib / 4, 45);
  one.notes = {"first", "second"};
  const std::string text = adviceTable(std::vector{one}, true, 120);
  EXPECT_THAT(text, HasSubstr("0.5 / 1 GiB"));
  EXPECT_THAT(text, HasSubstr("0.3 / 512 MiB (Auto)"));
  EXPECT_THAT(text, HasSubstr("0.3 / 256 MiB (known for 45 s of 24 h)"));
  EXPECT_THAT(text, HasSubstr("first; second"));
  one.vertical->containers.clear();
  one.vertical->why = "NoPodsMatched";
  EXPECT_THAT(adviceTable(std::vector{one}, true, 120), HasSubstr("? NoPodsMatched (Auto)"));
}

TEST(Advice, TheWideTableSaysOnWhichFiguresItRests) {
  std::vector<Advice> all(3, web());
  all[0].figures = {3, 45};
  all[1].figures = {0, 150};
  const std::string text = adviceTable(all, true, 120);
  EXPECT_THAT(text, HasSubstr("KNOWN"));
  EXPECT_THAT(text, HasSubstr("  3 pods, 45 s  "));
  EXPECT_THAT(text, HasSubstr("  2.5 min  "));
  const auto json = nlohmann::json::parse(adviceJson(all, {}));
  EXPECT_EQ(json["workloads"][0]["figures"]["pods"], 3);
  EXPECT_EQ(json["workloads"][1]["figures"]["knownSeconds"], 150);
  EXPECT_TRUE(json["workloads"][2]["figures"].is_null());
}

TEST(Advice, YamlSaysWhatJsonDoes) {
  Advice one = web();
  one.autoscaler = {"web", 2, 9, 6, "ok: \"yes\"", "ScaledObject web"};
  one.sizing = sizing(0.25, kGib, 45);
  one.notes = {"- a note: with \u00e4 signs #"};
  const std::vector<std::string> unseen{"nodes: no right"};
  const auto json = nlohmann::json::parse(adviceJson(std::vector{one}, unseen, Prices{1, 2}));
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["workloads"][0]["autoscaler"]["owner"], "ScaledObject web");
  EXPECT_EQ(json["workloads"][0]["recommendedSize"]["sure"], false);
  EXPECT_EQ(json["workloads"][0]["costChangePerHour"], 5);
  const std::string yaml = adviceYaml(std::vector{one}, unseen, Prices{1, 2});
  const YamlText read = parseYaml(yaml, "advice");
  ASSERT_EQ(read.documents.size(), 1u) << yaml;
  const DocumentNode& workload = read.documents[0].find("workloads")->items.at(0);
  EXPECT_EQ(workload.find("name")->scalar, "web");
  EXPECT_EQ(workload.find("autoscaler")->find("reason")->scalar, "ok: \"yes\"");
  EXPECT_EQ(workload.find("notes")->items.at(0).scalar, one.notes[0]);
  EXPECT_EQ(workload.find("verticalAutoscaler")->kind, DocumentNode::Kind::Null);
  EXPECT_EQ(read.documents[0].find("unseen")->items.at(0).scalar, unseen[0]);
}

TEST(YamlText, IsInBlocks) {
  EXPECT_EQ(yamlText(R"({"list": [{"a": 1, "b": null}, {"a": ["x", "1"]}], "none": [], "b": {}})"),
            "list:\n- a: 1\n  b: null\n- a:\n  - \"x\"\n  - \"1\"\nnone: []\nb: {}\n");
}

TEST(YamlText, KeysAreReadBackAsTheyWere) {
  const std::vector<std::string> keys{"web", "yes", "No",   "null",    "~",     "1.5", "0x1f",
                                      "-",   "- a", "a: b", "a\nb: c", "#none", "\"",  "a b"};
  nlohmann::ordered_json json;
  for (const std::string& key : keys) json[key] = {{key, "1"}};
  const std::string yaml = yamlText(json.dump());
  const YamlText read = parseYaml(yaml, "keys");
  ASSERT_EQ(read.documents.size(), 1u) << yaml;
  for (const std::string& key : keys) {
    const DocumentNode* inner = read.documents[0].find(key);
    ASSERT_NE(inner, nullptr) << key << '\n' << yaml;
    EXPECT_NE(inner->find(key), nullptr) << key;
  }
  EXPECT_THAT(yaml, HasSubstr("\"yes\":\n"));
  EXPECT_THAT(yaml, HasSubstr("\"1.5\":\n"));
  EXPECT_THAT(yaml, HasSubstr("\"null\":\n"));
}

}  // namespace
}  // namespace evenkeel::view
