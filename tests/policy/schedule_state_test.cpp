// The inner policy's state inside that of `schedule`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "policy/component_fixture.h"
#include "policy/schedule_fixture.h"

namespace evenkeel {
namespace {

using testing::around;
using testing::codesOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kInside;
using ::testing::Not;
using testing::Place;
using testing::rule;
using testing::wanting;

TEST(ScheduleState, KeepsTheInnerPolicysState) {
  const auto policy = wanting(3, {rule(5, 10)});
  Place web(7);
  PolicyState state;
  for (int i = 0; i < 3; ++i) state = web.decide(*policy, kInside, state)->state;
  EXPECT_EQ(state.version, 1u);
  EXPECT_THAT(state.bytes, HasSubstr("inner"));
  EXPECT_TRUE(state.bytes.ends_with("xxx"));
  EXPECT_THAT(codesOf(web.decide(*policy, kInside, state)->decision), Not(Contains("state-reset")));

  state.version = 2;
  const auto anew = web.decide(*policy, kInside, state);
  EXPECT_THAT(codesOf(anew->decision), Contains("state-reset"));
  EXPECT_TRUE(anew->state.bytes.ends_with("\x01x"));
}

TEST(ScheduleState, AnotherPolicysStateIsNotRead) {
  const auto first = wanting(3, {rule(5, 10)});
  Place web(7);
  const PolicyState state = web.decide(*first, kInside)->state;
  const auto second = around(*makePolicy({"static", {{"replicas", "2"}}, "static"}), {rule(5, 10)});
  const auto answer = web.decide(*second, kInside, state);
  ASSERT_TRUE(answer);
  EXPECT_THAT(codesOf(answer->decision), ElementsAre("schedule", "fixed", "state-reset"));
}

TEST(ScheduleState, AnyBytesAreReadOrStartItAnew) {
  const auto policy = wanting(3, {rule(5, 10)});
  EXPECT_TRUE(rc::check([&](const std::string& bytes) {
    RC_ASSERT(Place(7).decide(*policy, kInside, {1, bytes}).has_value());
  }));
}

}  // namespace
}  // namespace evenkeel
