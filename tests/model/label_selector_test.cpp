#include "model/label_selector.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

const LabelSelector kSelector{{{"tier", "front"}, {"app", "web"}},
                              {{"zone", LabelOperator::In, {"b", "a"}},
                               {"old", LabelOperator::DoesNotExist, {}},
                               {"name", LabelOperator::Exists, {}},
                               {"size", LabelOperator::NotIn, {"xl"}}}};

TEST(LabelSelector, IsWrittenAsQueriesHaveIt) {
  EXPECT_EQ(selectorText(kSelector), "app=web,name,!old,size notin (xl),tier=front,zone in (a,b)");
  EXPECT_EQ(selectorText({}), "");
}

TEST(LabelSelector, AllOfItMustHold) {
  std::map<std::string, std::string> labels{
      {"app", "web"}, {"tier", "front"}, {"zone", "a"}, {"name", ""}};
  EXPECT_TRUE(matches(kSelector, labels));
  EXPECT_TRUE(matches({}, labels));
  for (const auto& [key, value] : std::map<std::string, std::string>{
           {"app", "x"}, {"zone", "c"}, {"old", ""}, {"size", "xl"}}) {
    auto other = labels;
    other[key] = value;
    EXPECT_FALSE(matches(kSelector, other)) << key;
  }
  labels.erase("name");
  EXPECT_FALSE(matches(kSelector, labels));
}

}  // namespace
}  // namespace evenkeel
