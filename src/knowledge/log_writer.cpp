#include "knowledge/log_writer.h"

#include <utility>

namespace evenkeel {

LogWriter::LogWriter(LogFile file, LogCallbacks callbacks)
    : file_(std::move(file)),
      callbacks_(std::move(callbacks)),
      queue_(kQueuedFrames),
      thread_("decision-log", [this] { run(); }) {}

void LogWriter::run() {
  while (const auto frame = queue_.pop()) {
    if (error()) continue;
    if (const auto written = file_.append(*frame); !written) {
      fail(written.error());
    } else if (callbacks_.written) {
      callbacks_.written(frame->last);
    }
  }
  if (const auto closed = file_.close(); !closed && !error()) fail(closed.error());
}

void LogWriter::fail(const Error& error) {
  {
    const std::lock_guard lock(mutex_);
    error_ = error;
  }
  if (callbacks_.failed) callbacks_.failed(error);
}

std::optional<Error> LogWriter::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

Result<void> LogWriter::close() {
  queue_.close();
  thread_.join();
  if (error_) return tl::unexpected(*error_);
  return {};
}

}  // namespace evenkeel
