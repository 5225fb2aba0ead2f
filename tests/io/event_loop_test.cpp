#include "io/event_loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/worker_thread.h"

namespace evenkeel::io {
namespace {

TEST(EventLoop, RunsTimersInTheOrderOfTheirTimes) {
  EventLoop loop;
  Timeline& timeline = loop.timeline();
  const Instant now = timeline.now();
  std::string said;
  timeline.at(now + 3ms, [&] {
    said += 'd';
    loop.stop();
  });
  timeline.at(now + 1ms, [&] { said += 'a'; });
  timeline.at(now + 1ms, [&] { said += 'b'; });
  const TimerId never = timeline.at(now + 2ms, [&] { said += 'x'; });
  EXPECT_TRUE(timeline.cancel(never));
  loop.run();
  EXPECT_EQ(said, "abd");
  EXPECT_GE(timeline.now() - now, 3ms);
  EXPECT_FALSE(timeline.cancel(never));
}

TEST(EventLoop, WhatIsDueRunsAtOnceButNotInsideTheCall) {
  EventLoop loop;
  bool inside = true;
  loop.timeline().at(loop.timeline().now(), [&] {
    EXPECT_FALSE(inside);
    loop.stop();
  });
  inside = false;
  loop.run();
}

TEST(EventLoop, AnEarlierTimerIsNotHeldUpByALaterOne) {
  EventLoop loop;
  loop.timeline().at(loop.timeline().now() + std::chrono::hours(1), [] { FAIL(); });
  loop.timeline().at(loop.timeline().now() + 1ms, [&] { loop.stop(); });
  loop.run();
}

TEST(EventLoop, TakesWorkFromOtherThreads) {
  EventLoop loop;
  int done = 0;
  WorkerThread other("other", [&] {
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(loop.post([&] { ++done; }));
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(done, 1000);
  EXPECT_FALSE(loop.post([] {})) << "it has stopped";
}

TEST(EventLoop, GoesOnFromAnEarlierMoment) {
  const WallTime wall = EventLoop().timeline().wall();
  const Instant earlier(std::chrono::hours(5));
  EventLoop later(EarlierMoment{earlier, wall - std::chrono::minutes(3)});
  const Duration since = later.timeline().now() - earlier;
  EXPECT_GE(since, std::chrono::minutes(3));
  EXPECT_LT(since, std::chrono::minutes(4));
  bool called = false;
  later.timeline().at(later.timeline().now() + 1ms, [&] {
    called = true;
    later.stop();
  });
  later.run();
  EXPECT_TRUE(called);
  EventLoop jumped(EarlierMoment{earlier, wall + std::chrono::hours(2)});  // the clock was put back
  EXPECT_GE(jumped.timeline().now(), earlier);
  EXPECT_LT(jumped.timeline().now(), earlier + std::chrono::minutes(1));
}

TEST(EventLoop, TakesNoMoreThanItCanHold) {
  EventLoop loop;
  for (std::size_t i = 0; i < EventLoop::kMostPosted; ++i) ASSERT_TRUE(loop.post([] {}));
  EXPECT_FALSE(loop.post([] {}));
}

TEST(EventLoop, StopsWhateverIsWaiting) {
  EventLoop loop;
  loop.stop();
  loop.run();
  EventLoop busy;
  WorkerThread other("other", [&] { busy.stop(); });
  busy.run();
}

TEST(DescriptorWatch, TellsWhatCanBeDone) {
  EventLoop loop;
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  std::string read;
  bool written = false;
  {
    std::unique_ptr<DescriptorWatch> writing;
    DescriptorWatch reading(loop, ends[0], [&](DescriptorWatch::Ready ready) {
      EXPECT_TRUE(ready.reading);
      char data[16];
      const ssize_t got = ::read(ends[0], data, sizeof data);
      ASSERT_GT(got, 0);
      read.append(data, static_cast<std::size_t>(got));
      if (read.size() == 6) loop.stop();
    });
    reading.want({true, false});
    writing = std::make_unique<DescriptorWatch>(loop, ends[1], [&](DescriptorWatch::Ready ready) {
      EXPECT_TRUE(ready.writing);
      ASSERT_EQ(::write(ends[1], "abc", 3), 3);
      if (written) writing.reset();  // by its own callback
      written = true;
    });
    writing->want({false, true});
    loop.run();
  }
  EXPECT_EQ(read, "abcabc");
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace evenkeel::io
