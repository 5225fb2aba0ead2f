#include "plugin/exec_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/thread_pool.h"
#include "io/ends_soon.h"
#include "plugin/protocol.h"
#include "plugin/snapshot_fixture.h"

namespace evenkeel::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kProgram = "./tests/plugin/program.py";

Result<std::unique_ptr<Policy>> make(Parameters parameters) {
  parameters.insert(parameters.begin(), {"command", kProgram});
  return makeExecPolicy(parameters, "exec()");
}

// Of the program as it is told to behave.
std::unique_ptr<Policy> policy(const std::string& behaviour, Parameters parameters = {}) {
  parameters.emplace_back("parameters", behaviour);
  if (parameters.size() == 1) parameters.emplace_back("timeout", "1m");
  auto made = make(std::move(parameters));
  EXPECT_TRUE(made) << made.error().text();
  return made ? std::move(*made) : nullptr;
}

std::string faultOf(const Result<PolicyAnswer>& answer) {
  return answer ? "answered" : answer.error().text();
}

TEST(ExecPolicy, DeclaresWhatItsProgramNeeds) {
  const auto made = policy("{period: 20}");
  const PolicyNeeds& needs = made->needs();
  EXPECT_EQ(made->name(), "exec");
  EXPECT_EQ(needs.scope, PolicyScope::Component);
  ASSERT_EQ(needs.metrics.size(), 1u);
  EXPECT_EQ(needs.metrics[0].metric, metric::kRequestRate);
  EXPECT_EQ(needs.metrics[0].of, MetricOf::Component);
  EXPECT_EQ(needs.metrics[0].window, 60s);
  EXPECT_TRUE(needs.metrics[0].deciding);
  EXPECT_THAT(needs.mechanisms, ElementsAre("scale"));
  EXPECT_EQ(needs.period, 20s);
  EXPECT_GT(needs.deadline, Duration::zero());
}

TEST(ExecPolicy, PassesStateAndSeedOn) {
  const auto made = policy("{}");
  SnapshotFixture world(3);
  RandomStream random(7, "web", "test");
  const double first = static_cast<double>(RandomStream(random).bits() >> 11);
  auto answer = made->decide(world.snapshot(), {}, random);
  ASSERT_TRUE(answer) << answer.error().text();
  ASSERT_EQ(answer->decision.actions.size(), 1u);
  const Action& action = answer->decision.actions[0];
  EXPECT_EQ(action, (Action{"scale", world.component, {{"replicas", Quantity::units(4)}}, {}, 7}));
  EXPECT_EQ(answer->decision.reasons[0].observed, first);
  EXPECT_EQ(answer->state.bytes, "[null," + std::to_string(static_cast<std::int64_t>(first)) + "]");
  const auto next = made->decide(world.snapshot(), answer->state, random);
  ASSERT_TRUE(next);
  EXPECT_THAT(next->state.bytes, HasSubstr("[" + answer->state.bytes + ","));
}

// What a process was asked before has no say in what it answers.
TEST(ExecPolicy, AnswersAlikeOnAnyThread) {
  const auto made = policy("{}");
  std::vector<std::string> states(40);
  forEachIndex(states.size(), 4, [&](std::size_t i) {
    SnapshotFixture world(static_cast<std::int32_t>(i % 5) + 1);
    RandomStream random(i % 10, "web", "test");
    const auto answer = made->decide(world.snapshot(), {}, random);
    states[i] = answer ? answer->state.bytes : answer.error().text();
  });
  for (std::size_t i = 0; i < states.size(); ++i) EXPECT_EQ(states[i], states[i % 10]);
  EXPECT_NE(states[0], states[1]);
}

TEST(ExecPolicy, MayLookBeforeItPlans) {
  const auto made = policy("{analyze: true}");
  SnapshotFixture few(4);
  const auto planned = few.ask(*made);
  ASSERT_TRUE(planned) << planned.error().text();
  EXPECT_EQ(planned->decision.actions.size(), 1u);
  EXPECT_THAT(planned->state.bytes, HasSubstr("[\"analyzed\","));
  SnapshotFixture many(5);
  const auto held = many.ask(*made);
  ASSERT_TRUE(held) << held.error().text();
  EXPECT_TRUE(held->decision.actions.empty());
  EXPECT_EQ(held->decision.reasons[0].code, "looked");
  EXPECT_EQ(held->state.bytes, "\"analyzed\"");
}

TEST(ExecPolicy, StartsAnewWhereItsStateCannotBeRead) {
  const auto made = policy("{}");
  SnapshotFixture world(3);
  for (const PolicyState& strange : {PolicyState{2, "[]"}, PolicyState{1, "[1"}}) {
    const auto answer = world.ask(*made, strange);
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_THAT(answer->state.bytes, HasSubstr("[null,"));
    EXPECT_EQ(answer->decision.reasons.back().code, "state-reset");
  }
}

struct Misdeed {
  const char* how;
  const char* fault;
  const char* timeout = "1m";
};

class Misbehaving : public ::testing::TestWithParam<Misdeed> {};

// An error at 100 s, and the next decision by another process.
TEST_P(Misbehaving, IsAnErrorAndTheNextDecisionIsWell) {
  const auto made = policy(std::string("{at: 100, then: ") + GetParam().how + "}",
                           {{"timeout", GetParam().timeout}, {"startup", "1m"}});
  SnapshotFixture world(3);
  world.now = Instant(50s);
  EXPECT_EQ(faultOf(world.ask(*made)), "answered");
  world.now = Instant(100s);
  EXPECT_THAT(faultOf(world.ask(*made)), HasSubstr(GetParam().fault));
  world.now = Instant(50s);
  EXPECT_EQ(faultOf(world.ask(*made)), "answered");
}

INSTANTIATE_TEST_SUITE_P(
    ExecPolicy, Misbehaving,
    ::testing::Values(Misdeed{"crash", "program.py: ended with status 1; it said: 'no idea what"},
                      Misdeed{"killed", "was ended by signal 9"},
                      Misdeed{"hang", "gave no answer within 1s", "1s"},
                      Misdeed{"spin", "gave no answer within 1s", "1s"},
                      Misdeed{"deaf", "gave no answer within 1s", "1s"},
                      Misdeed{"garbage", "answered 'well, I think'; one JSON object a line"},
                      Misdeed{"deep", "answered JSON nested too deeply"},
                      Misdeed{"long", "answered with a line that does not end"},
                      Misdeed{"memory", "ended with status 1; it said: 'MemoryError'"},
                      Misdeed{"closed", "closed its standard output"}),
    [](const auto& named) { return std::string(named.param.how); });

TEST(ExecPolicy, WhatIsSaidOnStandardErrorIsNoHarm) {
  const auto made = policy("{plan: loud}");
  SnapshotFixture world(3);
  EXPECT_EQ(faultOf(world.ask(*made)), "answered");
}

TEST(ExecPolicy, OneThatSaysMoreThanItIsAskedIsFoundOut) {
  const auto made = policy("{plan: twice}");
  SnapshotFixture world(3);
  EXPECT_EQ(faultOf(world.ask(*made)), "answered");
  EXPECT_THAT(faultOf(world.ask(*made)), HasSubstr("said more than it was asked"));
}

TEST(ExecPolicy, OneThatLeavesBetweenMessagesIsStartedAnew) {
  const auto made = policy("{leaves: plan}");
  SnapshotFixture world(3);
  for (const int round : {1, 2}) {
    EXPECT_EQ(faultOf(world.ask(*made)), "answered") << round;
    EXPECT_THAT(faultOf(world.ask(*made)), HasSubstr("ended with status 0")) << round;
  }
}

TEST(ExecPolicy, IsNotStartedForEver) {
  const auto made = policy("{plan: crash}", {{"restarts", "3"}});
  SnapshotFixture world(3);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(faultOf(world.ask(*made)), HasSubstr("status 1"));
  EXPECT_THAT(faultOf(world.ask(*made)),
              HasSubstr("not started any more after 3 failures in a row"));

  const std::string file = ::testing::TempDir() + "/exec_countdown";
  std::filesystem::remove(file);
  const auto later =
      policy("{countdown: 2, at: 100, then: crash, file: " + file + "}", {{"restarts", "2"}});
  world.now = Instant(100s);
  EXPECT_THAT(faultOf(world.ask(*later)), HasSubstr("no idea"));
  world.now = Instant(50s);
  EXPECT_EQ(faultOf(world.ask(*later)), "answered");  // counting begins again
  world.now = Instant(100s);
  EXPECT_THAT(faultOf(world.ask(*later)), HasSubstr("no idea"));
  EXPECT_THAT(faultOf(world.ask(*later)), HasSubstr("no more"));
  EXPECT_THAT(faultOf(world.ask(*later)), HasSubstr("not started any more after 2 failures"));
}

TEST(ExecPolicy, LeavesNoProcessBehind) {
  const std::string file = ::testing::TempDir() + "/exec_grandchild";
  std::filesystem::remove(file);
  auto made = policy("{plan: grandchild, file: " + file + "}");
  SnapshotFixture world(3);
  ASSERT_EQ(faultOf(world.ask(*made)), "answered");
  std::string id;
  std::ifstream(file) >> id;
  ASSERT_EQ(::kill(std::stoi(id), 0), 0);
  made.reset();
  EXPECT_TRUE(io::endsSoon(std::stoi(id)));
}

// Which of the two counts, nobody could say.
TEST(ExecPolicy, AKeyTwiceInOneObjectIsAnError) {
  SnapshotFixture world(3);
  PolicyNeeds needs;
  needs.mechanisms = {"scale"};
  const auto fault = [&](const std::string& rest) {
    return faultOf(readPlanned(R"({"version":1,"type":"plan","decision":{"actions":[{"mechanism":)"
                               R"("scale","asset":1,"settings":{"replicas":2)" +
                                   rest,
                               needs, world.snapshot(), {}));
  };
  EXPECT_EQ(fault(R"(}}]},"state":[{"a":1},{"a":1}]})"), "answered");
  EXPECT_THAT(fault(R"(,"replicas":9}}]}})"),
              HasSubstr("answered an object with 'replicas' twice; each key once"));
  EXPECT_THAT(fault(R"(}}]},"state":{"a":{"b":1},"b":2,"a":3}})"), HasSubstr("with 'a' twice"));
}

TEST(ExecPolicy, UnsafeAnswersAreErrors) {
  const auto fault = [](const std::string& decision) {
    const auto made = policy(R"({answer: '{"decision":)" + decision + "}'}");
    SnapshotFixture world(3);
    return faultOf(world.ask(*made));
  };
  const auto action = [](const std::string& rest) {
    return R"({"actions":[{"mechanism":)" + rest + "}]}";
  };
  EXPECT_EQ(fault("{}"), "answered");
  EXPECT_EQ(fault(action(R"("scale","asset":1,"settings":{"replicas":2})")), "answered");
  EXPECT_THAT(fault(action(R"("resize","asset":1,"settings":{"cpu":2})")),
              HasSubstr("decision.actions[0].mechanism 'resize' was not declared"));
  EXPECT_THAT(fault(action(R"("scale","asset":99,"settings":{"replicas":2})")),
              HasSubstr("decision.actions[0].asset is not in the snapshot"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"replicas":-2})")),
              HasSubstr("decision.actions[0].settings.replicas is no number from 0 to"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"replicas":2.5})")),
              HasSubstr("is no multiple of 1"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"replicas":1e300})")),
              HasSubstr("is no number from 0 to"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"cpu":2})")),
              HasSubstr("'cpu' is no knob of scale there"));
  EXPECT_THAT(fault(action(R"("scale","asset":1)")), HasSubstr("settings are missing"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"replicas":2},"after":[0])")),
              HasSubstr("after is no list of what stands before"));
  EXPECT_THAT(fault(action(R"("scale","asset":1,"settings":{"replicas":3}},)"
                           R"({"mechanism":"scale","asset":1,"settings":{"replicas":9})")),
              HasSubstr("decision.actions[1].settings.replicas is set by actions[0] already"));
  EXPECT_THAT(fault(R"({"action":[]})"),
              HasSubstr("'action' is unknown here; did you mean actions?"));
  EXPECT_THAT(fault(R"({"reasons":[{}]})"), HasSubstr("decision.reasons[0].code is missing"));
  EXPECT_THAT(fault(R"({"validForSeconds":0})"), HasSubstr("validForSeconds is no number from 1"));
  EXPECT_THAT(fault("7"), HasSubstr("decision is no object"));
}

TEST(ExecPolicy, WhatCannotBeStartedIsRefused) {
  const auto fault = [](const Parameters& parameters) {
    const auto made = makeExecPolicy(parameters, "exec()");
    if (made) return std::string("was made");
    EXPECT_TRUE(made.error().kind == ErrorKind::Invalid ||
                made.error().kind == ErrorKind::NotFound ||
                made.error().kind == ErrorKind::Refused);
    return made.error().text();
  };
  EXPECT_THAT(fault({}), HasSubstr("'command' is missing"));
  EXPECT_THAT(fault({{"command", "./missing.py"}}),
              HasSubstr("./missing.py: there is no such file"));
  EXPECT_THAT(fault({{"command", "./LICENSE"}}), HasSubstr("is not executable"));
  EXPECT_THAT(fault({{"command", kProgram}, {"timeout", "soon"}}), HasSubstr("timeout"));
  EXPECT_THAT(fault({{"command", kProgram}, {"parameters", "{declare: crash}"}}),
              HasSubstr("program.py: ended with status 1; it said: 'no idea what to do'"));
  EXPECT_THAT(fault({{"command", kProgram}, {"parameters", "{declare: garbage}"}}),
              HasSubstr("answered 'well, I think'"));
  EXPECT_THAT(fault({{"command", kProgram}, {"parameters", "{declare: hang}"}, {"startup", "1s"}}),
              HasSubstr("gave no answer within 1s"));
  EXPECT_EQ(fault({{"command", "[python3, '" + std::string(kProgram) + "']"}}), "was made");
}

}  // namespace
}  // namespace evenkeel::plugin
