// Threads for independent runs (compare, training): parallelism is over runs, never inside one.
//
// Jobs start in the order of run(); they must not throw, and must not wait for each other. The
// destructor finishes every job that was handed in.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/bounded_queue.h"
#include "base/worker_thread.h"

namespace evenkeel {

class ThreadPool {
 public:
  // threads >= 1
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool();

  // Hands in a job; waits while too many are waiting to start.
  void run(std::function<void()> job);
  std::size_t threads() const { return workers_.size(); }
  // As many as this machine runs at once; at least 1.
  static std::size_t available();

 private:
  BoundedQueue<std::function<void()>> jobs_;
  std::vector<std::unique_ptr<WorkerThread>> workers_;
};

// Calls job(0) to job(count - 1), each once, on at most `threads` threads; returns when all are
// done. With one thread everything runs on the caller's.
void forEachIndex(std::size_t count, std::size_t threads,
                  const std::function<void(std::size_t)>& job);

}  // namespace evenkeel
