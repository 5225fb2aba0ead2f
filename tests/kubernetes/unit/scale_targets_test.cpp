#include "kubernetes/scale_targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ScaleTargetsTest : public WithScriptedServer {
 protected:
  ScaleTargets& targets(Duration interval) {
    WatchHandler<Workload> handler;
    handler.changed = [this](const Workload& workload) {
      newest_ = workload;
      say('+' + workload.meta.uid + ' ' + std::to_string(workload.state.replicas));
    };
    handler.gone = [this](const std::string& uid) { say('-' + uid); };
    names_.emplace(client());
    targets_.emplace(loop_.timeline(), client(), *names_, std::move(handler), interval);
    return *targets_;
  }
  void say(std::string what) {
    said_.push_back(std::move(what));
    if (said_.size() == until_) loop_.stop();
  }
  void runUntilSettled() {
    check();
    run();
  }
  void check() {
    if (targets_->isSettled()) return loop_.stop();
    loop_.timeline().at(loop_.timeline().now() + 1ms, [this] { check(); });
  }

  std::vector<std::string> said_;
  std::size_t until_ = 0;
  std::optional<Workload> newest_;
  std::optional<ResourceNames> names_;
  std::optional<ScaleTargets> targets_;
};

constexpr const char* kVersion = "example.com/v1";

TEST_F(ScaleTargetsTest, AreAskedForAgainAndAgain) {
  until_ = 4;
  targets(1ms).follow("h", {kVersion, "Rollout", "shop", "web"});
  run();
  // It is made again under its name, and then it goes.
  EXPECT_THAT(said_, ElementsAre("+u1 3", "-u1", "+u2 3", "-u2"));
  ASSERT_TRUE(newest_);
  EXPECT_EQ(newest_->kind, "Rollout");
  EXPECT_EQ(newest_->apiVersion, kVersion);
  EXPECT_EQ(newest_->state.statusReplicas, 2);
  EXPECT_TRUE(newest_->podsTell);
}

TEST_F(ScaleTargetsTest, GoWithTheLastAutoscaler) {
  const ScaleTarget web{kVersion, "Rollout", "shop", "web"};
  targets(kLong).follow("h", web);
  targets_->follow("other", web);
  runUntilSettled();
  EXPECT_THAT(said_, ElementsAre("+u1 3"));
  targets_->leave("h");
  targets_->leave("nobody");
  EXPECT_EQ(said_.size(), 1u);
  targets_->follow("other", {kVersion, "Rollout", "shop", "else"});
  EXPECT_THAT(said_, ElementsAre("+u1 3", "-u1"));
}

TEST_F(ScaleTargetsTest, WhatIsNotKnownOfThemIsTold) {
  const ScaleTarget plain{kVersion, "Plain", "shop", "web"};
  const ScaleTarget unheard{"unheard.of/v1", "Rollout", "shop", "web"};
  const ScaleTarget away{kVersion, "Rollout", "shop", "away"};
  targets(kLong).follow("a", plain);
  targets_->follow("b", unheard);
  targets_->follow("c", away);
  runUntilSettled();
  EXPECT_TRUE(said_.empty());
  const auto failures = targets_->failures();
  ASSERT_EQ(failures.size(), 3u);
  EXPECT_EQ(failures.at(plain), "the cluster serves no Plain with /scale in example.com/v1");
  EXPECT_EQ(failures.at(unheard), "the cluster serves no Rollout with /scale in unheard.of/v1");
  EXPECT_THAT(failures.at(away), HasSubstr("rollouts/away/scale"));
}

TEST_F(ScaleTargetsTest, LeftAndFollowedAgainBeforeTheAnswerIsAskedForOnce) {
  const ScaleTarget away{kVersion, "Rollout", "shop", "away"};
  targets(kLong).follow("h", away);
  targets_->leave("h");
  targets_->follow("h", {kVersion, "Rollout", "shop", "web"});
  targets_->follow("i", away);
  targets_->leave("i");
  targets_->follow("i", away);
  runUntilSettled();
  EXPECT_THAT(said_, ElementsAre("+u1 3"));
  targets_->leave("i");
  targets_->leave("h");
  loop_.timeline().at(loop_.timeline().now() + 50ms, [this] { loop_.stop(); });
  loop_.run();
  EXPECT_THAT(said_, ElementsAre("+u1 3", "-u1"));
}

TEST_F(ScaleTargetsTest, WhatIsNoNameNeverBecomesPartOfAPath) {
  const ScaleTarget elsewhere{"x/../../api/v1/namespaces/other/services/svc/proxy?x=", "X", "shop",
                              "web"};
  const ScaleTarget above{kVersion, "Rollout", "shop", ".."};
  const ScaleTarget none{"", "Rollout", "shop", "web"};
  targets(kLong).follow("a", elsewhere);
  targets_->follow("b", above);
  targets_->follow("c", none);
  runUntilSettled();
  EXPECT_THAT(targets_->failures().at(elsewhere), HasSubstr("is no API version"));
  EXPECT_THAT(targets_->failures().at(none), HasSubstr("is no API version"));
  EXPECT_EQ(targets_->failures().at(above), "is no name of an object");
}

}  // namespace
}  // namespace evenkeel::kubernetes
