#include "knowledge/sqlite_log.h"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "knowledge/log_fixture.h"

namespace evenkeel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::numbered;
using testing::readAll;

class SqliteLogTest : public ::testing::Test {
 protected:
  LogFile create() { return LogFile::create(path_).value(); }

  testing::TemporaryFolder folder_;
  std::string path_ = folder_.file("run.evk");
};

// A gate that a writer's thread waits at until it is opened.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

TEST_F(SqliteLogTest, AQueuedIntentIsDurableAtOnce) {
  std::vector<std::uint64_t> durable;
  QueuedLog log(create(), [&](std::uint64_t position) { durable.push_back(position); });
  log.append(numbered(1));
  log.append(numbered(2));
  EXPECT_EQ(log.position(), 2u);
  EXPECT_THAT(durable, ElementsAre());
  log.commit();
  log.append(numbered(3));
  log.commit();
  EXPECT_THAT(durable, ElementsAre(2, 3));
  ASSERT_TRUE(log.close());
  ASSERT_TRUE(log.close()) << "again";
  EXPECT_EQ(readAll(path_).entries.size(), 3u);
}

TEST_F(SqliteLogTest, NothingIsLostWithoutACommitAtTheEnd) {
  {
    QueuedLog(create(), {}).append(numbered(1));
  }
  EXPECT_EQ(readAll(path_).entries.size(), 1u);
}

TEST_F(SqliteLogTest, GoesOnWhereTheFileEnds) {
  {
    QueuedLog(create(), {}).append(numbered(1));
  }
  QueuedLog log(LogFile::open(path_).value(), {});
  EXPECT_EQ(log.position(), 1u);
  log.append(numbered(2));
  EXPECT_EQ(log.position(), 2u);
  ASSERT_TRUE(log.close());
  EXPECT_EQ(readAll(path_).entries.back().position, 2u);
}

TEST_F(SqliteLogTest, ACommittedIntentIsDurableOnceTheFileHoldsIt) {
  BoundedQueue<std::uint64_t> written(100);
  CommittedLog log(create(), {[&](std::uint64_t position) { written.push(position); }, {}});
  for (std::uint64_t i = 1; i <= 20; ++i) {
    log.append(numbered(i));
    log.commit();
    ASSERT_EQ(written.pop(), i);
    ASSERT_EQ(readAll(path_).entries.size(), i);
  }
}

TEST_F(SqliteLogTest, AReaderAndAWriterDoNotDisturbEachOther) {
  QueuedLog log(create(), {});
  std::size_t read = 0;
  for (std::uint64_t i = 1; i <= 500; ++i) {
    log.append(numbered(i));
    log.commit();
    if (i % 50 != 0) continue;
    const auto contents = readAll(path_);
    ASSERT_EQ(contents.error, "");
    ASSERT_GE(contents.entries.size(), read);
    read = contents.entries.size();
  }
  ASSERT_TRUE(log.close());
  EXPECT_EQ(readAll(path_).entries.size(), 500u);
}

TEST_F(SqliteLogTest, TheLoopNeverWaitsForADiskThatHangs) {
  Gate gate;
  std::vector<std::string> failures;
  const SourceFailed large{"metrics", std::string(FrameBuilder::kLargeBytes, 'x')};
  CommittedLog log(create(), {[&](std::uint64_t) { gate.wait(); },
                              [&](const Error& error) { failures.push_back(error.text()); }});
  for (std::uint64_t i = 1; i <= 100; ++i) {
    log.append(record::Input{{i, {}, {}, large}});
    log.commit();
  }
  ASSERT_EQ(failures.size(), 1u) << "said once";
  EXPECT_THAT(failures[0], HasSubstr("the disk is too slow: 64 MiB wait to be recorded"));
  gate.open();
  EXPECT_FALSE(log.close());
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  EXPECT_GE(contents.entries.size(), LogWriter::kQueuedFrames);
  EXPECT_LT(contents.entries.size(), 80u);
}

TEST_F(SqliteLogTest, ASlowDiskOnlyDelays) {
  Gate gate;
  std::uint64_t durable = 0;
  CommittedLog log(create(), {[&](std::uint64_t position) {
                                gate.wait();
                                durable = position;
                              },
                              [](const Error& error) { FAIL() << error.text(); }});
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    log.append(numbered(i));
    log.commit();
  }
  gate.open();
  ASSERT_TRUE(log.close());
  EXPECT_EQ(durable, 1000u);
  EXPECT_EQ(readAll(path_).entries.size(), 1000u);
}

}  // namespace
}  // namespace evenkeel
