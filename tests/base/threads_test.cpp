// What runs on several threads: also the work of the thread sanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>

#include "base/bounded_queue.h"
#include "base/thread_pool.h"

namespace evenkeel {
namespace {

TEST(Threads, AQueueKeepsTheOrderOfItsProducer) {
  BoundedQueue<int> queue(3);
  std::vector<int> seen;
  {
    WorkerThread consumer("consumer", [&] {
      while (const auto item = queue.pop()) seen.push_back(*item);
    });
    for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(queue.push(i));
    queue.close();
  }
  std::vector<int> all(10'000);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(seen, all);
}

TEST(Threads, AFullQueueSaysSoAndLeavesTheItem) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.tryPush(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  EXPECT_FALSE(queue.tryPush(std::move(second)));
  EXPECT_NE(second, nullptr);
  EXPECT_EQ(queue.size(), 1u);
}

TEST(Threads, AClosedQueueGivesWhatWaitsAndTakesNothing) {
  BoundedQueue<int> queue(2);
  queue.push(1);
  queue.close();
  EXPECT_FALSE(queue.push(2));
  EXPECT_FALSE(queue.tryPush(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(Threads, ClosingWakesAProducerThatWaits) {
  BoundedQueue<int> queue(1);
  queue.push(1);
  bool taken = true;
  {
    WorkerThread producer("producer", [&] { taken = queue.push(2); });
    queue.close();
  }
  EXPECT_FALSE(taken);
}

TEST(Threads, EveryIndexIsWorkedOnOnceWhateverTheNumberOfThreads) {
  for (const std::size_t threads : {1u, 2u, 7u}) {
    std::vector<std::atomic<int>> calls(1000);
    forEachIndex(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
    for (const auto& count : calls) ASSERT_EQ(count, 1);
  }
}

TEST(Threads, AvailableIsAtLeastOne) {
  EXPECT_GE(ThreadPool::available(), 1u);
}

}  // namespace
}  // namespace evenkeel
