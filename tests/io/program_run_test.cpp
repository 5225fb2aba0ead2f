#include "io/program_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace evenkeel::io {
namespace {

using ::testing::HasSubstr;

Result<std::string> outputOf(const ProgramCall& call) {
  EventLoop loop;
  std::optional<Result<std::string>> result;
  const ProgramRun run(loop, call, [&](Result<std::string> ended) {
    result = std::move(ended);
    loop.stop();
  });
  EXPECT_FALSE(result);
  loop.run();
  return *result;
}

ProgramCall shell(const std::string& script) {
  return {"/bin/sh", {"-c", script}};
}

TEST(ProgramRun, GivesWhatItWrote) {
  EXPECT_EQ(outputOf(shell("echo one; echo two; echo three >&2")), "one\ntwo\n");
  EXPECT_EQ(outputOf(shell("cat")), "") << "its input is empty";
  EXPECT_EQ(outputOf(shell("head -c 300000 /dev/zero"))->size(), 300'000u);
}

TEST(ProgramRun, SetsVariablesBesideOurs) {
  ProgramCall call = shell("echo \"$A $B\"; test -n \"$PATH\"");
  call.environment = {{"A", "one two"}, {"B", "x=y"}};
  EXPECT_EQ(outputOf(call), "one two x=y\n");
}

TEST(ProgramRun, SaysWhatWentWrong) {
  const auto faultOf = [](const ProgramCall& call) {
    const auto output = outputOf(call);
    return output ? "wrote " + *output : output.error().text();
  };
  EXPECT_THAT(faultOf(shell("echo because >&2; exit 3")), HasSubstr("status 3; it said: 'because"));
  EXPECT_THAT(faultOf(shell("kill -9 $$")), HasSubstr("signal 9"));
  EXPECT_THAT(faultOf({"/no/such/program", {}}), HasSubstr("/no/such/program"));
  ProgramCall late = shell("exec sleep 100");
  late.timeout = 50ms;
  EXPECT_THAT(faultOf(late), HasSubstr("took longer than 50ms"));
  ProgramCall long_ = shell("yes");
  long_.mostBytes = 1000;
  EXPECT_THAT(faultOf(long_), HasSubstr("more than 1000 bytes"));
}

TEST(ProgramRun, IsKilledWithItsHandle) {
  EventLoop loop;
  auto run = std::make_unique<ProgramRun>(loop, shell("echo $$; exec sleep 100"),
                                          [](Result<std::string>) { FAIL(); });
  loop.timeline().at(loop.timeline().now() + 100ms, [&] {
    run.reset();
    loop.stop();
  });
  loop.run();
}

}  // namespace
}  // namespace evenkeel::io
