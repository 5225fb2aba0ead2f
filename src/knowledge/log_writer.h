// Writes frames to a log file on a thread of its own, behind a bounded queue.
//
// The first error ends the writing: it is reported once, what was written stays readable, and
// frames that come later are dropped, so that nobody waits for ever. Callbacks run on the writer's
// thread; they must hand over and return. One producer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "base/bounded_queue.h"
#include "base/result.h"
#include "base/worker_thread.h"
#include "knowledge/log_file.h"

namespace evenkeel {

struct LogCallbacks {
  std::function<void(std::uint64_t position)> written;  // everything up to here is in the file
  std::function<void(const Error&)> failed;             // at most once
};

class LogWriter {
 public:
  static constexpr std::size_t kQueuedFrames = 8;

  LogWriter(LogFile file, LogCallbacks callbacks);
  ~LogWriter() { (void)close(); }

  // Waits while the queue is full.
  void write(Frame frame) { queue_.push(std::move(frame)); }
  // False: the queue is full; the frame is untouched.
  bool tryWrite(Frame&& frame) { return queue_.tryPush(std::move(frame)); }
  // The error that ended the writing, if one did.
  std::optional<Error> error() const;
  // Writes what is waiting and closes the file. Safe to call again.
  Result<void> close();

 private:
  void run();
  void fail(const Error& error);

  LogFile file_;
  LogCallbacks callbacks_;
  BoundedQueue<Frame> queue_;
  mutable std::mutex mutex_;
  std::optional<Error> error_;
  WorkerThread thread_;  // last: it uses all of the above
};

}  // namespace evenkeel
