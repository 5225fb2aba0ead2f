#include "policy/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace evenkeel {
namespace {

using ::testing::HasSubstr;

// What a policy cannot be made without.
Parameters requiredBy(std::string_view name) {
  if (name != "schedule") return {};
  return {{"rules", "[{start: '0 8 * * *', duration: 1h, minReplicas: 1}]"}};
}

TEST(Catalogue, MakesEveryPolicyWithDefaults) {
  std::set<std::string_view> names;
  for (const auto& kind : policyCatalogue()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name << " stands twice";
    EXPECT_FALSE(kind.title.empty());
    EXPECT_EQ(kind.parameters().form, TypeInfo::Form::Struct);
    const auto policy =
        makePolicy({std::string(kind.name), requiredBy(kind.name), std::string(kind.name)});
    ASSERT_TRUE(policy) << policy.error().text();
    EXPECT_EQ((*policy)->name(), kind.name);
  }
}

TEST(Catalogue, AnUnknownNameNamesTheNearest) {
  const auto policy = makePolicy({"hps", {}, "hps()"});
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, ErrorKind::NotFound);
  EXPECT_THAT(policy.error().text(), HasSubstr("hpa"));
}

TEST(Catalogue, FaultsOfParametersAreAllTold) {
  const auto policy = makePolicy({"hpa", {{"cpu", "-3"}, {"lop", "3m"}}, "hpa(cpu=-3,lop=3m)"});
  ASSERT_FALSE(policy);
  EXPECT_THAT(policy.error().text(), HasSubstr("cpu"));
  EXPECT_THAT(policy.error().text(), HasSubstr("loop"));
}

}  // namespace
}  // namespace evenkeel
