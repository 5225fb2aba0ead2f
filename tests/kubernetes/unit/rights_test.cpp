#include "kubernetes/rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::HasSubstr;

class Rights : public WithScriptedServer {
 protected:
  ApiResult<std::vector<Missing>> missing(std::vector<Right> rights) {
    ApiResult<std::vector<Missing>> told;
    askRights(client(), std::move(rights), [&](ApiResult<std::vector<Missing>> answer) {
      told = std::move(answer);
      loop_.stop();
    });
    run();
    return told;
  }
};

TEST_F(Rights, ThoseThatAreMissingAreTold) {
  const std::vector<Right> rights{{"list", "", "pods"},
                                  {"patch", "apps", "deployments/scale", "shop"},
                                  {"get", "", "secrets", "", "key"},
                                  {"watch", "apps", "deployments"}};
  const auto told = missing(rights);
  ASSERT_TRUE(told) << told.error().error.text();
  ASSERT_EQ(told->size(), 2u);
  EXPECT_EQ(told->at(0).right, rights[1]);
  EXPECT_EQ(
      told->at(0).why,
      R"(no {"group": "apps", "namespace": "shop", "resource": "deployments", "subresource": "scale", "verb": "patch"})");
  EXPECT_EQ(told->at(1).right, rights[2]);
  EXPECT_THAT(told->at(1).why, HasSubstr(R"("name": "key")"));
}

TEST_F(Rights, AQuestionWithoutAnAnswerSpoilsNoOther) {
  const Right secrets{"get", "", "secrets", "", "key"};
  const auto told = missing({{"list", "", "nodes"}, secrets});
  ASSERT_TRUE(told) << told.error().error.text();
  ASSERT_EQ(told->size(), 1u);
  EXPECT_EQ(told->at(0).right, secrets);
}

TEST_F(Rights, WithoutAnyAnswerItIsAFailure) {
  const auto told = missing({{"list", "", "nodes"}});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().status, 500);
  EXPECT_THAT(told.error().error.text(), HasSubstr("no webhook"));
}

TEST(Right, InWords) {
  EXPECT_EQ((Right{"list", "", "pods"}).text(), "list pods");
  EXPECT_EQ((Right{"get", "apps", "deployments/scale", "shop"}).text(),
            "get deployments/scale.apps in shop");
}

}  // namespace
}  // namespace evenkeel::kubernetes
