#include "io/child_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>

#include "io/ends_soon.h"
#include "io/find_program.h"

namespace evenkeel::io {
namespace {

using ::testing::HasSubstr;

constexpr Duration kLong = std::chrono::minutes(1);  // for what should answer at once

ChildProcess shell(const std::string& script, ChildLimits limits = {}) {
  auto child = ChildProcess::start("/bin/sh", {"-c", script}, limits);
  EXPECT_TRUE(child) << child.error().text();
  return std::move(*child);
}

std::string faultOf(ChildProcess& child, const std::string& line, Duration timeout = kLong) {
  const auto answer = child.exchange(line, timeout);
  return answer ? "answered " + *answer : answer.error().text();
}

bool isGone(pid_t id) {
  return ::kill(id, 0) != 0 && errno == ESRCH;
}

TEST(ChildProcess, AnswersLineByLine) {
  auto child = ChildProcess::start("/bin/cat", {}, {});
  ASSERT_TRUE(child) << child.error().text();
  EXPECT_EQ(child->exchange("one", kLong), "one");
  EXPECT_EQ(child->exchange("", kLong), "");
  const std::string much(1'000'000, 'x');  // more than a pipe holds, both ways at once
  EXPECT_EQ(child->exchange(much, kLong), much);
  EXPECT_EQ(child->exchange("two\r", kLong), "two");
}

TEST(ChildProcess, IsKilledAndReaped) {
  pid_t id = 0;
  {
    auto child = ChildProcess::start("/bin/cat", {}, {});
    ASSERT_TRUE(child);
    id = child->id();
    EXPECT_FALSE(isGone(id));
    ChildProcess other = std::move(*child);
    EXPECT_EQ(other.exchange("still here", kLong), "still here");
  }
  EXPECT_TRUE(isGone(id));
  EXPECT_EQ(::waitpid(id, nullptr, WNOHANG), -1);
}

TEST(ChildProcess, TakesItsOwnChildrenAlong) {
  std::string id;
  {
    ChildProcess child = shell("cat /dev/zero >/dev/null & read line; echo $!; read line");
    const auto answer = child.exchange("", kLong);
    ASSERT_TRUE(answer) << answer.error().text();
    id = *answer;
    EXPECT_FALSE(isGone(std::stoi(id)));
  }
  EXPECT_TRUE(endsSoon(std::stoi(id)));
}

TEST(ChildProcess, ThatHangsIsGivenUp) {
  ChildProcess silent = shell("read line; read another");
  EXPECT_EQ(faultOf(silent, "hello", 20ms), "gave no answer within 20ms");
  ChildProcess halfway = shell("read line; printf half; read another");
  EXPECT_EQ(faultOf(halfway, "hello", 20ms), "gave no answer within 20ms");
  ChildProcess deaf = shell("while :; do :; done");
  EXPECT_EQ(faultOf(deaf, std::string(10'000'000, 'x'), 20ms), "gave no answer within 20ms");
  ChildProcess babbling = shell("while :; do echo blah >&2; done");
  EXPECT_EQ(faultOf(babbling, "hello", 20ms).substr(0, 26), "gave no answer within 20ms");
}

TEST(ChildProcess, SaysHowItEnded) {
  ChildProcess status = shell("read line; echo first >&2; echo 'I am lost' >&2; exit 7");
  EXPECT_EQ(faultOf(status, ""), "ended with status 7; it said: 'I am lost'");
  EXPECT_EQ(faultOf(status, ""), "was asked after its end");
  ChildProcess killed = shell("read line; kill -9 $$");
  EXPECT_THAT(faultOf(killed, ""), HasSubstr("was ended by signal 9"));
  ChildProcess closed = shell("exec >&-; read line; read line");
  EXPECT_EQ(faultOf(closed, ""), "closed its standard output");
}

// Writing to one that has gone raises no signal (which would end this test).
TEST(ChildProcess, MayHaveGoneBetweenLines) {
  ChildProcess child = shell("read line; echo bye; exit 0");
  EXPECT_EQ(child.exchange("", kLong), "bye");
  EXPECT_EQ(faultOf(child, std::string(1'000'000, 'x')), "ended with status 0");
}

TEST(ChildProcess, AnswersAreBounded) {
  ChildProcess child = shell("read line; exec cat /dev/zero", {0, 1000});
  EXPECT_EQ(faultOf(child, ""), "answered with a line that does not end; at most 1000 bytes");
}

TEST(ChildProcess, AnswersOnceALine) {
  ChildProcess child = shell("read line; printf 'one\\ntwo\\n'; read line");
  EXPECT_EQ(child.exchange("", kLong), "one");
  EXPECT_THAT(faultOf(child, ""), HasSubstr("said more than it was asked"));
}

TEST(ChildProcess, HasItsShareOfMemoryAndNoMore) {
  ChildProcess child = shell("read line; ulimit -v", {64 << 20});
  EXPECT_EQ(child.exchange("", kLong), "65536");
}

TEST(ChildProcess, GetsNoDescriptorOfOurs) {
  const int ours = ::open("/dev/null", O_RDONLY);  // not closed on exec
  ASSERT_GE(ours, 3);
  ChildProcess child = shell("read line; ls /proc/self/fd | tr '\\n' ' '; echo");
  const auto listed = child.exchange("", kLong);
  ::close(ours);
  ASSERT_TRUE(listed);
  EXPECT_EQ(*listed, "0 1 2 3 ");  // 3: the folder that ls reads
}

TEST(ChildProcess, OfNoProgramIsAnError) {
  const std::string file = ::testing::TempDir() + "/no_interpreter";
  std::ofstream(file) << "#!/no/such/interpreter\n";
  ::chmod(file.c_str(), 0755);
  const auto child = ChildProcess::start(file, {}, {});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().kind, ErrorKind::Invalid);
  EXPECT_THAT(child.error().text(), HasSubstr("cannot be started: No such file or directory"));
}

TEST(FindProgram, LooksWhereAShellDoes) {
  EXPECT_TRUE(findProgram("sh"));
  EXPECT_EQ(findProgram("/bin/sh"), "/bin/sh");
  EXPECT_EQ(findProgram("./tests").error().what, "is a folder");
  EXPECT_EQ(findProgram("./no-such-file").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(findProgram("no-such-program").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(findProgram("LICENSE").error().valid, "for the file here write ./LICENSE");
  const auto text = findProgram("./LICENSE");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().text(),
            "./LICENSE: is not executable; chmod +x it, or name what runs it: "
            "command=[python3, FILE]");
  EXPECT_FALSE(findProgram(""));
}

}  // namespace
}  // namespace evenkeel::io
