// What a log holds after its writer was killed, or its disk was full: child processes.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "base/random.h"
#include "knowledge/log_fixture.h"
#include "knowledge/sqlite_log.h"

namespace evenkeel {
namespace {

// Runs `body` in a child, which tells the parent numbers through a pipe.
class Child {
 public:
  explicit Child(const std::function<int(std::function<void(std::uint64_t)>)>& body) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      ::_exit(body([out = ends[1]](std::uint64_t number) {
        if (::write(out, &number, sizeof number) != sizeof number) ::_exit(99);
      }));
    }
    ::close(ends[1]);
    in_ = ends[0];
  }
  ~Child() { ::close(in_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  std::optional<std::uint64_t> hear() const {
    std::uint64_t number = 0;
    if (::read(in_, &number, sizeof number) != sizeof number) return std::nullopt;
    return number;
  }
  void kill() const { ::kill(process_, SIGKILL); }
  int end() const {
    int status = 0;
    ::waitpid(process_, &status, 0);
    return status;
  }

 private:
  pid_t process_ = 0;
  int in_ = -1;
};

// Inputs 1, 2, 3 ... in this order, none torn, none twice.
void expectPrefix(const std::vector<LogReader::Entry>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ASSERT_EQ(entries[i].position, i + 1);
    ASSERT_EQ(testing::numberOf(entries[i].record), i + 1);
  }
}

TEST(LogCrash, WhatWasDurableSurvivesBeingKilledAtAnyMoment) {
  RandomStream random(4, "log", "kill");
  for (int trial = 0; trial < 50; ++trial) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("run.evk");
    const Child child([&](const std::function<void(std::uint64_t)>& tell) {
      CommittedLog log(LogFile::create(path).value(), {tell, {}});
      for (std::uint64_t i = 1;; ++i) {
        log.append(testing::numbered(i));
        if (i % 7 == 0) log.commit();
      }
      return 0;
    });
    std::uint64_t durable = 0;
    for (std::uint64_t n = random.below(60); n > 0; --n) durable = child.hear().value_or(0);
    child.kill();
    child.end();
    while (const auto more = child.hear()) durable = *more;

    const auto contents = testing::readAll(path);
    if (durable > 0) {
      ASSERT_EQ(contents.error, "");
    }
    ASSERT_GE(contents.entries.size(), durable);
    expectPrefix(contents.entries);
    if (durable == 0) continue;

    const std::uint64_t recorded = contents.entries.size();
    {
      QueuedLog again(LogFile::open(path).value(), {});
      ASSERT_EQ(again.position(), recorded);
      again.append(testing::numbered(recorded + 1));
    }
    const auto after = testing::readAll(path);
    ASSERT_EQ(after.error, "");
    ASSERT_EQ(after.entries.size(), recorded + 1);
    expectPrefix(after.entries);
  }
}

// A limit on the size of files stands in for a disk that is full.
template <class Write>
void onASmallDisk(const std::string& path, const Write& write) {
  const Child child([&](const std::function<void(std::uint64_t)>& tell) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{400'000, 400'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 98;
    return write(tell);
  });
  std::vector<std::uint64_t> told;
  while (const auto number = child.hear()) told.push_back(*number);
  EXPECT_EQ(child.end(), 0);
  const auto contents = testing::readAll(path);
  EXPECT_EQ(contents.error, "");
  EXPECT_GT(contents.entries.size(), 100u);
  EXPECT_LT(contents.entries.size(), 10'000u);
  if (!told.empty()) {
    EXPECT_GE(contents.entries.size(), told.back());
  }
  expectPrefix(contents.entries);
}

TEST(LogCrash, AFullDiskIsReportedAndLosesNothingRecorded) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.file("run.evk");
  onASmallDisk(path, [&](const auto&) {
    QueuedLog log(LogFile::create(path).value(), {});
    for (std::uint64_t i = 1; i <= 100'000; ++i) {
      log.append(testing::numbered(i));
      if (i % 10 == 0) log.commit();
    }
    const auto closed = log.close();
    if (closed || closed.error().kind != ErrorKind::Unavailable) return 1;
    return log.error() && closed.error().where == path ? 0 : 2;
  });
}

TEST(LogCrash, NothingIsCalledDurableAfterTheDiskIsFull) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.file("run.evk");
  onASmallDisk(path, [&](const std::function<void(std::uint64_t)>& tell) {
    int failures = 0;
    CommittedLog log(LogFile::create(path).value(), {tell, [&](const Error&) { ++failures; }});
    for (std::uint64_t i = 1; i <= 20'000; ++i) {
      log.append(testing::numbered(i));
      if (i % 10 == 0) log.commit();
    }
    if (log.close()) return 1;
    return failures == 1 ? 0 : 2;
  });
}

TEST(LogCrash, AFullDiskAtTheStartLeavesNoFile) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.file("run.evk");
  const Child child([&](const auto&) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 98;
    const auto file = LogFile::create(path);
    return !file && file.error().kind == ErrorKind::Unavailable ? 0 : 1;
  });
  EXPECT_EQ(child.end(), 0);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace evenkeel
