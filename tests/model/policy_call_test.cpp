#include "model/policy_call.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

TEST(PolicyCall, HasANameAndParameters) {
  const auto call = parsePolicyCall(" hpa( cpu = 60, loop=3m ) ");
  ASSERT_TRUE(call) << call.error().text();
  EXPECT_EQ(call->name, "hpa");
  EXPECT_EQ(call->parameters, (Parameters{{"cpu", "60"}, {"loop", "3m"}}));
  EXPECT_EQ(call->text, "hpa( cpu = 60, loop=3m )");
  EXPECT_EQ(parsePolicyCall("model-based")->name, "model-based");
  EXPECT_TRUE(parsePolicyCall("static()")->parameters.empty());
}

TEST(PolicyCall, KeepsBracketsAndQuotesTogether) {
  const auto call = parsePolicyCall(
      R"(hpa(behavior={scaleDown: {policies: [{type: Pods, value: 1}]}}, note="a, (b\"", x='),'))");
  ASSERT_TRUE(call) << call.error().text();
  EXPECT_EQ(call->parameters,
            (Parameters{{"behavior", "{scaleDown: {policies: [{type: Pods, value: 1}]}}"},
                        {"note", R"("a, (b\"")"},
                        {"x", "'),'"}}));
}

TEST(PolicyCall, MayHoldAnother) {
  const auto outer = parsePolicyCall("schedule(policy=hpa(cpu=60, loop=3m), rules=[{a: b/c}])");
  ASSERT_TRUE(outer) << outer.error().text();
  EXPECT_EQ(outer->parameters,
            (Parameters{{"policy", "hpa(cpu=60, loop=3m)"}, {"rules", "[{a: b/c}]"}}));
}

TEST(PolicyCall, ListsAreCutAtOuterCommas) {
  const auto calls = parsePolicyCalls("hpa(cpu=60),hpa(cpu=70,loop=3m), model-based");
  ASSERT_TRUE(calls) << calls.error().text();
  ASSERT_EQ(calls->size(), 3u);
  EXPECT_EQ((*calls)[1].text, "hpa(cpu=70,loop=3m)");
  EXPECT_EQ((*calls)[2].name, "model-based");
}

TEST(PolicyTeams, MembersAreJoinedByPlusSigns) {
  const auto teams = parsePolicyTeams("hpa(cpu=60) + vpa, static, exec(./a+b.py)+hpa");
  ASSERT_TRUE(teams);
  ASSERT_EQ(teams->size(), 3U);
  EXPECT_EQ((*teams)[0].text, "hpa(cpu=60) + vpa");
  ASSERT_EQ((*teams)[0].calls.size(), 2U);
  EXPECT_EQ((*teams)[0].calls[1].name, "vpa");
  EXPECT_EQ((*teams)[1].calls.size(), 1U);
  EXPECT_EQ((*teams)[2].calls[0].parameters[0].second, "./a+b.py");
  for (const char* none : {"hpa+", "+hpa", "hpa++vpa", "hpa(cpu=60", ""}) {
    EXPECT_FALSE(parsePolicyTeams(none)) << none;
  }
}

TEST(PolicyCall, ACommandMayStandFirstWithoutItsName) {
  const auto only = [](std::string_view text) { return parsePolicyCall(text)->parameters; };
  EXPECT_EQ(only("exec(./mine.py)"), (Parameters{{"command", "./mine.py"}}));
  EXPECT_EQ(only("exec( ./a=b.py , timeout=1s)"),
            (Parameters{{"command", "./a=b.py"}, {"timeout", "1s"}}));
  EXPECT_EQ(only("exec([python3, ./mine.py], memory=512Mi)"),
            (Parameters{{"command", "[python3, ./mine.py]"}, {"memory", "512Mi"}}));
  EXPECT_EQ(only("exec('mine, too')"), (Parameters{{"command", "'mine, too'"}}));
  EXPECT_EQ(only("hpa(behavior={a: b/c})"), (Parameters{{"behavior", "{a: b/c}"}}));
  EXPECT_FALSE(parsePolicyCall("exec(timeout=1s, ./mine.py)"));
}

TEST(PolicyCall, RefusesWhatIsNone) {
  const std::string valid = "; write a name with parameters, such as hpa(cpu=60, loop=3m)";
  const auto fault = [](std::string_view text) { return parsePolicyCalls(text).error().text(); };
  EXPECT_EQ(fault(""), "found ''" + valid);
  EXPECT_EQ(fault("hpa,,static"), "found ''" + valid);
  EXPECT_EQ(fault("(cpu=60)"), "found '(cpu=60)'" + valid);
  EXPECT_EQ(fault("hpa(cpu=60"), "found no closing ')' in 'hpa(cpu=60'" + valid);
  EXPECT_EQ(fault("hpa(cpu=60))"),
            "found a ')' without its opening bracket in 'hpa(cpu=60))'" + valid);
  EXPECT_EQ(fault("hpa(cpu)"), "found the parameter 'cpu'" + valid);
  EXPECT_EQ(fault("exec( mine.py , timeout=1s)"),
            "found the parameter 'mine.py'; for a file here write ./mine.py");
  EXPECT_EQ(fault("exec(mine)"), "found the parameter 'mine'; for a file here write ./mine");
  EXPECT_EQ(fault("hpa(60.5)"), "found the parameter '60.5'" + valid);
  EXPECT_EQ(fault("hpa(cpu=60,)"), "found the parameter ''" + valid);
  EXPECT_EQ(fault("hpa(a=[})"), "found a '}' without its opening bracket in 'hpa(a=[})'" + valid);
  EXPECT_EQ(fault("hpa(a='x)"), "found no closing ''' in 'hpa(a='x)'" + valid);
  EXPECT_EQ(fault("hpa(cpu=60)x"), "found no closing ')' in 'hpa(cpu=60)x'" + valid);
  EXPECT_EQ(fault("a(" + std::string(100, '[')), "found brackets nested too deeply" + valid);
  EXPECT_EQ(fault(std::string(100'000, 'a')), "found a list of 100000 bytes" + valid);
}

}  // namespace
}  // namespace evenkeel
