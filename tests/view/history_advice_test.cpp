#include "view/history_advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::view {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kGib = 1 << 30;

HistoryFrame frame() {
  return {WallTime{},
          WallTime(std::chrono::hours(48)),
          std::chrono::minutes(5),
          "kube-state-metrics",
          std::nullopt,
          {}};
}

HistoryAdvice workload(const std::string& name, double cpuRequest, double cpuTarget) {
  HistoryAdvice one;
  one.space = "shop";
  one.kind = "Deployment";
  one.name = name;
  one.replicas = 3;
  one.cpuRequest = cpuRequest;
  one.memoryRequest = kGib;
  one.since = WallTime(std::chrono::hours(24));
  one.completeness = 0.5;
  one.meanPods = 2;
  one.mostPods = 3;
  one.cpu = {cpuTarget / 2, cpuTarget, cpuTarget * 2};
  one.memory = {0.4 * kGib, 0.5 * kGib, kGib};
  one.policy = "hpa(cpu=60)";
  one.asked = {1, 3, 5, 1.5, 72, 8};
  return one;
}

TEST(HistoryAdvice, ChangesAreOfWhatIsAskedForOnAverage) {
  const HistoryAdvice one = workload("web", 1, 0.25);
  EXPECT_DOUBLE_EQ(changeBySize(one).cores, -1.5);
  EXPECT_DOUBLE_EQ(changeBySize(one).gib, -1);
  EXPECT_DOUBLE_EQ(changeByReplicas(one).pods, -0.5);
  EXPECT_DOUBLE_EQ(changeByReplicas(one).cores, -0.5);
  EXPECT_DOUBLE_EQ(changeByReplicas(one).gib, -0.5);
}

TEST(HistoryAdvice, WhatIsNotKnownChangesNothing) {
  HistoryAdvice one = workload("web", 1, 0.25);
  one.cpuRequest.reset();
  one.memory.reset();
  one.asked.reset();
  EXPECT_EQ(changeBySize(one).cores, 0);
  EXPECT_EQ(changeBySize(one).gib, 0);
  EXPECT_EQ(changeByReplicas(one).pods, 0);
}

TEST(HistoryAdvice, WhatMattersMostComesFirst) {
  HistoryAdvice unknown = workload("aaa", 1, 0.25);
  unknown.since.reset();
  std::vector<HistoryAdvice> all{unknown, workload("small", 0.3, 0.25), workload("more", 1, 9),
                                 workload("less", 4, 0.25)};
  sortByWeight(all, frame());
  EXPECT_EQ(all[0].name, "more");
  EXPECT_EQ(all[1].name, "less");
  EXPECT_EQ(all[2].name, "small");
  EXPECT_EQ(all[3].name, "aaa");
}

TEST(HistoryAdvice, TheTableSaysIt) {
  const std::vector<HistoryAdvice> all{workload("web", 1, 0.25)};
  const std::string table = historyTable(all, frame(), false, 120);
  EXPECT_THAT(table, HasSubstr("deployment/web"));
  EXPECT_THAT(table, HasSubstr("1/3/5"));
  EXPECT_THAT(table, HasSubstr("1 → 250m"));
  EXPECT_THAT(table, HasSubstr("1Gi → 512Mi"));
  EXPECT_THAT(table, HasSubstr("-1.5 / -1"));
  EXPECT_THAT(table, HasSubstr("1 d, 50 %"));
  EXPECT_THAT(table, Not(HasSubstr("hpa(cpu=60)")));
  EXPECT_THAT(historyTable(all, frame(), true, 200), HasSubstr("hpa(cpu=60)"));
}

TEST(HistoryAdvice, MoneyIsOfAMonth) {
  HistoryFrame priced = frame();
  priced.prices = Prices{0.1, 0.01};
  const std::vector<HistoryAdvice> all{workload("web", 1, 0.25)};
  // (1.5 * 0.1 + 1 * 0.01) an hour, 730 hours.
  EXPECT_THAT(historyTable(all, priced, false, 120), HasSubstr("-117"));
  EXPECT_THAT(historySummary(all, priced, 120), HasSubstr("-117 a month"));
  EXPECT_THAT(historyJson(all, priced), HasSubstr("\"costChangePerHour\": -0.16"));
  EXPECT_THAT(historyJson(all, frame()), Not(HasSubstr("money")));
}

TEST(HistoryAdvice, TheTwinStandsBelow) {
  std::vector<HistoryAdvice> all{workload("web", 1, 0.25)};
  EXPECT_THAT(historyTable(all, frame(), false, 120), Not(HasSubstr("WHAT IF")));
  all[0].twin = {{"static", 10, 5, 2, 12.5, 3, 0}, {"hpa(cpu=30)", 20, 10, 4, 0, 0, 7}};
  const std::string table = historyTable(all, frame(), false, 120);
  EXPECT_THAT(table, HasSubstr("WHAT IF"));
  EXPECT_THAT(table, HasSubstr("hpa(cpu=30)"));
  EXPECT_THAT(historyJson(all, frame()), HasSubstr("\"violatedWindowsPercent\": 12.5"));
}

TEST(HistoryAdvice, WhatComesFromOutsideCannotSteerATerminal) {
  HistoryAdvice odd = workload("web\x1b[31m", 1, 0.25);
  odd.why = "\x07";
  HistoryFrame noted = frame();
  noted.notes = {"\x1b[2J"};
  const std::vector<HistoryAdvice> all{odd};
  EXPECT_THAT(historyTable(all, noted, true, 120) + historySummary(all, noted, 120),
              Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace evenkeel::view
