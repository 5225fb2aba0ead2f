#include "base/thread_pool.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace evenkeel {

ThreadPool::ThreadPool(std::size_t threads) : jobs_(2 * threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    workers_.push_back(std::make_unique<WorkerThread>("pool", [this] {
      while (const auto job = jobs_.pop()) (*job)();
    }));
  }
}

ThreadPool::~ThreadPool() {
  jobs_.close();
}

void ThreadPool::run(std::function<void()> job) {
  jobs_.push(std::move(job));
}

std::size_t ThreadPool::available() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void forEachIndex(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t)>& job) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) job(i);
    return;
  }
  ThreadPool pool(std::min(threads, count));
  for (std::size_t i = 0; i < count; ++i) pool.run([&job, i] { job(i); });
}

}  // namespace evenkeel
