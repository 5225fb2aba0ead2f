#include "view/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

using evaluation::Comparison;
using evaluation::RunMeasures;
using testing::HasSubstr;
using testing::Not;

RunMeasures run(std::int64_t violated, double podHours, std::optional<double> response) {
  RunMeasures made;
  made.total.violations = {100, violated, 100'000, 1000 * violated};
  made.total.arrivals.requests = 100'000;
  made.total.cost = {.podSeconds = 3600 * podHours, .coreSeconds = 1800 * podHours};
  made.total.responseP95 = response;
  made.applications = {{"shop", made.total}};
  return made;
}

Comparison sample(const std::string& second, std::size_t seeds = 3) {
  Comparison made;
  made.scenario = "steps";
  made.judgedFrom = std::chrono::hours(1);
  made.duration = std::chrono::hours(2);
  for (std::size_t s = 1; s <= seeds; ++s) made.seeds.push_back(s);
  for (const std::string& name : {std::string("static"), second}) {
    evaluation::ComparedPolicy policy;
    policy.policy = name;
    for (std::size_t s = 0; s < seeds; ++s) {
      // 1, 2, 6 % of the windows: the mean is 3, the median 2.
      const std::int64_t violated = s == 0 ? 1 : s == 1 ? 2 : 6;
      const bool other = name != "static";
      policy.runs.push_back(run(other ? violated + 2 : violated, other ? 8 : 10, 0.25));
      policy.blocks.emplace_back();
    }
    made.policies.push_back(std::move(policy));
  }
  return made;
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t most = 0;
  for (std::string line; std::getline(lines, line);) most = std::max(most, columns(line));
  return most;
}

TEST(ComparisonTables, ShowTheMeanWithItsInterval) {
  const std::string text = comparisonTables(sample("hpa(cpu=60)"));
  EXPECT_THAT(text, HasSubstr("mean [its 95 % interval]"));
  // 4.3027 · sqrt(7 / 3) on both sides.
  EXPECT_THAT(text, HasSubstr("3 % [0, 9.57]"));
  EXPECT_THAT(text, HasSubstr("5 % [0, 11.6]"));
  EXPECT_THAT(text, HasSubstr("+2 points [2, 2]"));
  EXPECT_THAT(text, HasSubstr("-20 % [-20, -20]"));
}

TEST(ComparisonTables, AreNoWiderThanEightyColumns) {
  const std::string name = "reactive(" + std::string(50, 'x') + ")";
  ASSERT_EQ(columns(name), 60u);
  Comparison long_ = sample(name);
  long_.withoutTarget = {std::string(60, 'y')};
  const std::string text = comparisonTables(long_);
  EXPECT_LE(widest(text), 80u);
  EXPECT_THAT(text, HasSubstr("  1  static\n  2  " + name + "\n"));
  EXPECT_THAT(text, HasSubstr("AGAINST 1"));
  EXPECT_LE(widest(comparisonTables(sample("hpa(cpu=60)"))), 80u);
  EXPECT_THAT(comparisonTables(sample("hpa(cpu=60)")), HasSubstr("AGAINST static"));
}

TEST(ComparisonTables, BreakNamesThatNoLineCanHold) {
  const std::string text = comparisonTables(sample(std::string(74, 'x') + "äz" + "yy"));
  EXPECT_LE(widest(text), 80u);
  EXPECT_THAT(text, HasSubstr("  2  " + std::string(74, 'x') + "ä\n     zyy\n"));
}

TEST(ComparisonTables, ADashWhereARunHasNoFigure) {
  Comparison dead = sample("hpa(cpu=60)", 1);
  dead.policies[1].runs[0].total.responseP95.reset();
  const std::string text = comparisonTables(dead);
  EXPECT_THAT(text, Not(HasSubstr(" 0 s")));
  EXPECT_THAT(text, HasSubstr("+2 points      -20 %    -\n"));
}

TEST(ComparisonTables, WarnOfTooFewSeeds) {
  EXPECT_THAT(comparisonTables(sample("hpa", 5)), HasSubstr("Fewer than 6 seeds"));
  EXPECT_THAT(comparisonTables(sample("hpa", 6)), Not(HasSubstr("Fewer than 6 seeds")));
}

TEST(ComparisonTables, SayWhatIsJudgedOtherwiseThanExpected) {
  Comparison odd = sample("hpa");
  odd.withoutTarget = {"shop"};
  odd.scaleSeesJudged = true;
  const std::string text = comparisonTables(odd);
  EXPECT_THAT(text, HasSubstr("shop has no target for response times"));
  EXPECT_THAT(text, HasSubstr("A trace was scaled (mean, peak) by a part that is judged too"));
}

TEST(ComparisonJson, HasExactSecondsAndNullForWhatIsNot) {
  Comparison made = sample("hpa", 1);
  made.judgedFrom = 120s;
  made.policies[1].runs[0].total.responseP95.reset();
  const std::string text = comparisonJson(made);
  EXPECT_THAT(text, HasSubstr("\"judgedFromSeconds\": 120.0,"));
  EXPECT_THAT(text, HasSubstr("\"responseP95\": null"));
  EXPECT_THAT(text, HasSubstr("\"fewSeeds\": true"));
  EXPECT_THAT(text, HasSubstr("\"name\": \"shop\""));
}

}  // namespace
}  // namespace evenkeel::view
