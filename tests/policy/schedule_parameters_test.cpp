// The parameters of `schedule` as people write them, and what is told of wrong ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/policy_call.h"
#include "policy/catalogue.h"
#include "policy/schedule_fixture.h"

namespace evenkeel {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string fault(const std::string& parameters) {
  const auto call = parsePolicyCall("schedule(" + parameters + ")");
  if (!call) return call.error().text();
  const auto policy = makePolicy(*call);
  return policy ? "" : policy.error().what;
}
std::string faultOfRule(const std::string& rule) {
  return fault("rules=[{" + rule + "}]");
}

TEST(ScheduleParameters, AreReadAsPeopleWriteThem) {
  const std::string rules =
      "rules=[{start: '0 8 * * 1-5', duration: 10h, timezone: Europe/Rome, minReplicas: 5, "
      "maxReplicas: 10}, {start: '@daily', duration: 90m, maxReplicas: 3}]";
  for (const std::string policy :
       {"policy='hpa(cpu=60)'", "policy=hpa(cpu=60, loop=3m)", "policy=\"kpa\""}) {
    EXPECT_EQ(fault(policy + ", " + rules), "");
    EXPECT_EQ(fault(rules + ", " + policy), "");
  }
  EXPECT_EQ(fault(rules), "");
  const auto policy = makePolicy(*parsePolicyCall("schedule(policy='hpa(cpu=60)', " + rules + ")"));
  ASSERT_TRUE(policy);
  EXPECT_THAT((*policy)->needs().metrics, Not(IsEmpty()));
  EXPECT_EQ(fault("policy=schedule(policy=hpa, " + rules + "), " + rules), "");
}

TEST(ScheduleParameters, FaultsOfRules) {
  EXPECT_THAT(fault(""), HasSubstr("'rules' is missing"));
  EXPECT_THAT(fault("rules=[]"), HasSubstr("rules"));
  EXPECT_THAT(faultOfRule("duration: 1h, minReplicas: 1"), HasSubstr("'start' is missing"));
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', minReplicas: 1"),
              HasSubstr("'duration' is missing"));
  EXPECT_EQ(faultOfRule("start: '0 8 * *', duration: 1h, minReplicas: 1"),
            "rules[0].start: found '0 8 * *', which has 4 fields; write minute, hour, day of "
            "month, month and day of week, such as '0 8 * * 1-5'");
  EXPECT_EQ(faultOfRule("start: '0 8 * * *', duration: 1h, timezone: Europe/Roma, minReplicas: 1"),
            "rules[0].timezone: unknown time zone 'Europe/Roma'; did you mean Europe/Rome?");
  EXPECT_EQ(faultOfRule("start: '0 8 * * *', duration: 1h"),
            "rules[0]: found neither minReplicas nor maxReplicas; write one at least");
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', duration: 1h, minReplicas: 5, maxReplicas: 4"),
              HasSubstr("rules[0].maxReplicas: found a maximum below the minimum"));
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', duration: 0s, minReplicas: 5"),
              HasSubstr("rules[0].duration: found '0s'"));
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', duration: 10, minReplicas: 5"),
              HasSubstr("rules[0].duration: found '10'"));
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', duration: 1h, minReplicas: -5"),
              HasSubstr("rules[0].minReplicas"));
  EXPECT_THAT(faultOfRule("start: '0 8 * * *', duration: 1h, minReplica: 5"),
              HasSubstr("minReplicas"));
}

TEST(ScheduleParameters, AllFaultsOfARuleAreToldAtOnce) {
  const std::string all =
      faultOfRule("start: nightly, duration: 1, timezone: Rome, maxReplicas: x");
  for (const char* part :
       {"rules[0].start: found 'nightly'", "rules[0].duration: found '1'",
        "rules[0].timezone: unknown time zone 'Rome'", "rules[0].maxReplicas: found 'x'"})
    EXPECT_THAT(all, HasSubstr(part));
  EXPECT_THAT(faultOfRule("start: [8], duration: 1h, minReplicas: 1"),
              HasSubstr("rules[0].start: found a list; write a cron expression"));
}

TEST(ScheduleParameters, FaultsOfTheInnerPolicyAreToldWithTheOthers) {
  const std::string all = fault(
      "policy='hppa(cpu=60)', rules=[{start: nightly, duration: 1h, timezone: Rome, "
      "minReplicas: 1}]");
  EXPECT_THAT(all, HasSubstr("policy: hppa(cpu=60): unknown policy 'hppa'; did you mean hpa?"));
  EXPECT_THAT(all, HasSubstr("rules[0].start: found 'nightly'"));
  EXPECT_THAT(all, HasSubstr("rules[0].timezone: unknown time zone 'Rome'; did you mean "
                             "Europe/Rome?"));
  const std::string good = ", rules=[{start: '0 8 * * *', duration: 1h, minReplicas: 1}]";
  EXPECT_THAT(fault("policy='hpa(cpus=60)'" + good), HasSubstr("cpus"));
  EXPECT_THAT(fault("policy='hpa(cpu=60'" + good), HasSubstr("no closing ')'"));
  EXPECT_THAT(fault("policy=''" + good), HasSubstr("policy"));
  EXPECT_THAT(fault("policy=[hpa]" + good), HasSubstr("policy: found a list"));
}

// The list may be the program's, which holds more than the built-in ones.
TEST(ScheduleParameters, TheInnerPolicyComesFromTheListAtHand) {
  std::vector<PolicyKind> kinds = policyCatalogue();
  kinds.push_back({"own", "Of an outer list.", [] { return TypeInfo{}; },
                   [](const Parameters&, const std::string&,
                      std::span<const PolicyKind>) -> Result<std::unique_ptr<Policy>> {
                     return std::make_unique<testing::Inner>(3);
                   }});
  const auto call = parsePolicyCall(
      "schedule(policy=own, rules=[{start: '0 8 * * *', duration: 1h, minReplicas: 1}])");
  EXPECT_TRUE(makePolicy(*call, kinds));
  EXPECT_FALSE(makePolicy(*call));
}

}  // namespace
}  // namespace evenkeel
