#include "program/policy_completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace evenkeel::program {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TypeInfo type(TypeInfo::Form form, std::vector<std::string> values = {}) {
  TypeInfo info;
  info.form = form;
  info.values = std::move(values);
  return info;
}

FieldInfo field(std::string key, TypeInfo valid, std::string example = {}, std::string usual = {}) {
  FieldInfo info;
  info.key = std::move(key);
  info.type = std::move(valid);
  info.example = std::move(example);
  info.defaultText = std::move(usual);
  return info;
}

using Form = TypeInfo::Form;

TypeInfo ruleParameters() {
  TypeInfo rule = type(Form::Struct);
  rule.fields = {field("cpu", type(Form::Integer), "60"),
                 field("policy", type(Form::String), "'rule(cpu=60)'"),
                 field("loop", type(Form::Span), "", "15s"),
                 field("mode", type(Form::Enum, {"up", "down"})),
                 field("dry", type(Form::Boolean))};
  return rule;
}

const std::vector<PolicyKind> kKinds{
    {"rule", "A rule.", ruleParameters, nullptr},
    {"rate", "A rate.", ruleParameters, nullptr},
    {"static", "Nothing.", [] { return type(Form::Struct); }, nullptr}};

std::vector<std::string> offered(std::string_view typed) {
  std::vector<std::string> texts;
  for (const Candidate& candidate : policyCallCompletion(typed, kKinds).candidates)
    texts.push_back(candidate.text);
  return texts;
}

TEST(PolicyCompletion, Names) {
  EXPECT_THAT(offered(""), ElementsAre("rule", "rate", "static"));
  EXPECT_THAT(offered("ra"), ElementsAre("rate", "rate("));
  EXPECT_THAT(offered("st"), ElementsAre("static")) << "it has no parameters";
  EXPECT_THAT(offered("x"), IsEmpty());
}

TEST(PolicyCompletion, TheNextOfSeveral) {
  EXPECT_THAT(offered("static,st"), ElementsAre("static,static"));
  EXPECT_THAT(offered("rule(cpu=60)+st"), ElementsAre("rule(cpu=60)+static"));
  EXPECT_THAT(offered("rule(mode=up, cpu=1), ru"),
              ElementsAre("rule(mode=up, cpu=1), rule", "rule(mode=up, cpu=1), rule("));
  EXPECT_THAT(offered("rule(cpu=60)"), IsEmpty());
}

TEST(PolicyCompletion, Parameters) {
  EXPECT_THAT(offered("rule("),
              ElementsAre("rule(cpu=", "rule(policy=", "rule(loop=", "rule(mode=", "rule(dry="));
  EXPECT_THAT(offered("rule(cpu=60, lo"),
              ElementsAre("rule(cpu=60, loop=", "rule(cpu=60, loop=15s"));
  EXPECT_THAT(offered("none("), IsEmpty());
}

TEST(PolicyCompletion, ValuesOfParameters) {
  EXPECT_THAT(offered("rule(mode="), ElementsAre("rule(mode=up", "rule(mode=down"));
  EXPECT_THAT(offered("rule(mode=d"), ElementsAre("rule(mode=down"));
  EXPECT_THAT(offered("rule(dry="), ElementsAre("rule(dry=true", "rule(dry=false"));
  EXPECT_THAT(offered("rule(cpu=9"), IsEmpty());
  EXPECT_THAT(offered("rule(policy="), IsEmpty()) << "its example holds quotes";
  EXPECT_THAT(offered("rule(none="), IsEmpty());
}

TEST(PolicyCompletion, WithinAnotherCall) {
  EXPECT_THAT(offered("rule(policy=rate(mode=u"), ElementsAre("rule(policy=rate(mode=up"));
  EXPECT_THAT(offered("rule(policy=rate(cpu=1),lo"),
              ElementsAre("rule(policy=rate(cpu=1),loop=", "rule(policy=rate(cpu=1),loop=15s"));
}

TEST(PolicyCompletion, NothingWithinMapsListsAndQuotes) {
  for (const char* typed : {"rule(policy={", "rule(policy={a: ", "rule(policy=[",
                            "rule(policy=\"ru", "rule(policy='ru", ")", "]}("})
    EXPECT_THAT(offered(typed), IsEmpty()) << typed;
}

}  // namespace
}  // namespace evenkeel::program
