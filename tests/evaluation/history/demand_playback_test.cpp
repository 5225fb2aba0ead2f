#include "evaluation/history/demand_playback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/history/history_twin.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

std::unique_ptr<Policy> policy(const std::string& call) {
  auto made = makePolicy(*parsePolicyCall(call));
  EXPECT_TRUE(made) << made.error().text();
  return std::move(*made);
}

// Pods of half a core, 1 to 9 of them.
Application application() {
  Application application;
  application.name = "shop";
  application.permittedActions = {PermittedAction::Scale};
  Component& component = application.components.emplace_back();
  component.name = "web";
  component.requests.cpu = Quantity::millis(500);
  component.scaling = {1, 9, {}};
  return application;
}

// So many cores for so many steps of five minutes, one after the other; below zero: not known.
UsageHistory history(const std::vector<std::pair<double, std::size_t>>& stretches,
                     WallTime begin = {}) {
  std::size_t moments = 0;
  for (const auto& [cores, steps] : stretches) moments += steps;
  UsageHistory history(minutes(5), moments, begin);
  std::size_t at = 0;
  for (const auto& [cores, steps] : stretches) {
    for (std::size_t i = 0; i < steps; ++i, ++at) {
      if (cores >= 0) history.addCpu("main", 0.5, std::vector<UsageHistory::Used>{{at, cores}});
    }
  }
  return history;
}

Result<PlayedReplicas> play(const UsageHistory& history, const Policy& policy,
                            std::int32_t replicas) {
  return playDemand(history, application(), policy, replicas, [] { return false; });
}

TEST(DemandPlayback, ARuleFollowsTheDemand) {
  const auto played = play(history({{0.3, 100}, {1.2, 300}}), *policy("hpa(cpu=60)"), 1);
  ASSERT_TRUE(played) << played.error().text();
  EXPECT_EQ(played->p50, 4);
  EXPECT_EQ(played->most, 4);
  EXPECT_EQ(played->changes, 1);
  EXPECT_NEAR(played->mean, (1 * 100 + 4 * 300) / 400.0, 0.05);
  EXPECT_NEAR(played->podHours, played->mean * 400 / 12, 1e-6);
}

TEST(DemandPlayback, TheRuleWaitsForItsWindowOnTheWayDown) {
  const auto played = play(history({{1.2, 100}, {0.3, 100}}), *policy("hpa(cpu=60)"), 4);
  ASSERT_TRUE(played);
  EXPECT_EQ(played->changes, 1);
  EXPECT_GT(played->mean, 2.5);
}

TEST(DemandPlayback, BoundsHold) {
  const auto played = play(history({{100, 50}}), *policy("hpa(cpu=60)"), 1);
  EXPECT_EQ(played->most, 9);
  EXPECT_EQ(play(history({{0, 50}}), *policy("static"), 20)->mean, 9);
}

TEST(DemandPlayback, WhatIsNotKnownIsLeftOut) {
  const auto played = play(history({{-1, 10}, {1.2, 10}, {-1, 80}}), *policy("hpa(cpu=60)"), 4);
  ASSERT_TRUE(played);
  EXPECT_EQ(played->changes, 0);
  EXPECT_NEAR(played->podHours, 4 * 10 / 12.0, 1e-9);
  const auto none = play(history({{-1, 10}}), *policy("hpa(cpu=60)"), 4);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::NotFound);
}

TEST(DemandPlayback, APolicyThatGoesByOtherFiguresIsRefused) {
  const auto played = play(
      history({{1, 10}}),
      *policy("hpa(metrics=[{type: Resource, resource: {name: memory, target: {type: Utilization, "
              "averageUtilization: 50}}}])"),
      1);
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, ErrorKind::Invalid);
  EXPECT_THAT(played.error().what, HasSubstr("memory"));
}

TEST(DemandPlayback, CanBeStopped) {
  int asked = 0;
  const auto played = playDemand(history({{0.3, 1000}}), application(), *policy("hpa(cpu=60)"), 1,
                                 [&] { return ++asked > 10; });
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(asked, 11);
}

TEST(HistoryTwin, AsManyPodsAsTheDemandAsksFor) {
  const auto first = policy("hpa(cpu=60)");
  const auto second = policy("hpa(cpu=30)");
  Application twin = application();
  twin.components.front().replicas = 4;
  twin.components.front().limits = {Quantity::units(1), Quantity::units(1 << 30)};
  const auto played = playTwin(history({{1.2, 24}}), twin,
                               {{"hpa(cpu=60)", {{"hpa(cpu=60)", first.get()}}},
                                {"hpa(cpu=30)", {{"hpa(cpu=30)", second.get()}}}},
                               {}, [] { return false; });
  ASSERT_TRUE(played) << played.error().text();
  ASSERT_EQ(played->size(), 2u);
  EXPECT_NEAR(played->front().podHours, 4 * 2, 1);
  EXPECT_NEAR(played->back().podHours, 8 * 2, 2);
  EXPECT_NEAR(played->front().coreHours, played->front().podHours / 2, 1e-9);
  EXPECT_LT(played->front().slowWindows, 50);
}

TEST(HistoryTwin, RulesOfTheClockGoByThatOfTheHistory) {
  const auto late = policy("schedule(rules=[{start: '0 8 * * *', duration: 1h, minReplicas: 9}])");
  Application twin = application();
  twin.components.front().limits = {Quantity::units(1), Quantity::units(1 << 30)};
  const UsageHistory morning = history({{0.1, 24}}, WallTime{} + 7h);  // two hours
  const auto played =
      playTwin(morning, twin, {{"late", {{"late", late.get()}}}}, {}, [] { return false; });
  ASSERT_TRUE(played) << played.error().text();
  EXPECT_NEAR(played->front().podHours, 1 + 9, 0.5);
  const auto asked = play(morning, *late, 1);
  ASSERT_TRUE(asked) << asked.error().text();
  EXPECT_NEAR(asked->podHours, 1 + 9, 0.5);
}

TEST(HistoryTwin, TooFewPodsAreSeen) {
  const auto still = policy("static");
  Application twin = application();
  twin.components.front().limits = {Quantity::millis(500), Quantity::units(1 << 30)};
  const auto played = playTwin(history({{1.2, 24}}), twin, {{"static", {{"static", still.get()}}}},
                               {}, [] { return false; });
  ASSERT_TRUE(played) << played.error().text();
  EXPECT_GT(played->front().slowWindows, 90);
}

TEST(HistoryTwin, CanBeStopped) {
  const auto still = policy("static");
  const auto played = playTwin(history({{1.2, 24}}), application(),
                               {{"static", {{"static", still.get()}}}}, {}, [] { return true; });
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace evenkeel::evaluation
