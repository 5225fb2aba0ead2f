#include "program/undecided.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "description/application_text.h"

namespace evenkeel::program {
namespace {

using evaluation::Sighting;
using testing::HasSubstr;
using testing::StartsWith;

constexpr Instant kThen{std::chrono::minutes(5)};

Sighting workload(const std::vector<std::string>& policies) {
  Application application;
  application.name = "web.shop";
  Component& component = application.components.emplace_back();
  component.name = "deployment";
  component.policies = policies;
  Sighting sighting;
  sighting.name = "web.shop/deployment";
  sighting.description = applicationText(application);
  return sighting;
}

record::RunStarted looking(std::vector<std::string> policies) {
  record::RunStarted started;
  started.world = "kubernetes";
  started.policies = std::move(policies);
  return started;
}

TEST(WhyUndecided, SaysWhatTheTableSays) {
  EXPECT_EQ(whyUndecided(""), "no autoscaler, and no --policy was given");
  EXPECT_EQ(whyUndecided("hpa(cpu=60)"), "not decided on yet");
  EXPECT_EQ(whyUndecided("exec(/none)"), "not decided on yet") << "no program is run for it";
  EXPECT_THAT(whyUndecided("hpa(cpu=-1)"), StartsWith("its rule is not understood: "));
  EXPECT_THAT(whyUndecided("hpa("), StartsWith("its rule is not understood: "));
}

TEST(WhyUndecided, OfALogSaysWhoWasToDecide) {
  const auto nobody = whyUndecided(workload({}), looking({}), kThen);
  EXPECT_EQ(nobody,
            "no autoscaler, and no --policy was given: --policy 'hpa(cpu=60)' would decide on it");
  EXPECT_EQ(whyUndecided(workload({}), looking({"hpa(cpu=60)"}), kThen), "not decided on yet");
  EXPECT_THAT(whyUndecided(workload({"hpa(cpu=-1)"}), looking({}), kThen), HasSubstr("cpu"));
  // Who is only sized has nobody who decides on the number.
  EXPECT_EQ(whyUndecided(workload({"vpa(mode=Off, loop=15s)"}), looking({}), kThen), nobody);
}

TEST(WhyUndecided, WhoWasNotThere) {
  Sighting late = workload({});
  late.first = Instant(std::chrono::minutes(6));
  EXPECT_EQ(whyUndecided(late, looking({}), kThen), "it was first seen at 00:06:00");
  Sighting gone = workload({});
  gone.gone = Instant(std::chrono::minutes(4));
  EXPECT_EQ(whyUndecided(gone, looking({}), kThen), "it was gone from 00:04:00 on");
}

TEST(WhyUndecided, OtherLogs) {
  record::RunStarted run;
  run.world = "simulated";
  run.scenario = "kind: Scenario";
  EXPECT_EQ(whyUndecided(workload({}), run, kThen), "no policy was given for it");
  record::RunStarted history;
  history.world = "history";
  EXPECT_EQ(whyUndecided(workload({}), history, kThen),
            "such a log has changes alone, and there is none of it");
}

TEST(IsDecided, SizesAreNoNumber) {
  Sighting sighting;
  EXPECT_FALSE(isDecided(sighting));
  sighting.deciders = {"vpa(mode=Off, loop=15s)"};
  EXPECT_FALSE(isDecided(sighting));
  sighting.deciders.insert("hpa(cpu=60)");
  EXPECT_TRUE(isDecided(sighting));
}

}  // namespace
}  // namespace evenkeel::program
