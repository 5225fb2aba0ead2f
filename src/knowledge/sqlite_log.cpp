#include "knowledge/sqlite_log.h"

#include <fmt/format.h>

#include <utility>

namespace evenkeel {

QueuedLog::QueuedLog(LogFile file, std::function<void(std::uint64_t)> durable)
    : frames_(file.lastPosition(), [this](Frame frame) { writer_.write(std::move(frame)); }),
      writer_(std::move(file), {}),
      durable_(std::move(durable)) {}

void QueuedLog::commit() {
  frames_.cut();
  if (durable_) durable_(position());
}

Result<void> QueuedLog::close() {
  frames_.cut();
  return writer_.close();
}

CommittedLog::CommittedLog(LogFile file, LogCallbacks callbacks)
    : failed_(callbacks.failed),
      path_(file.path()),
      frames_(file.lastPosition(), [this](Frame frame) { take(std::move(frame)); }),
      writer_(std::move(file), std::move(callbacks)) {}

void CommittedLog::commit() {
  frames_.cut();
  drain();
}

void CommittedLog::take(Frame frame) {
  if (tooSlow_) return;
  backlogBytes_ += frame.body.size();
  backlog_.push_back(std::move(frame));
  drain();
  if (backlogBytes_ <= kBacklogBytes) return;
  tooSlow_ =
      Error{ErrorKind::Unavailable,
            path_,
            fmt::format("the disk is too slow: {} MiB wait to be recorded", backlogBytes_ >> 20),
            {}};
  backlog_.clear();
  if (failed_) failed_(*tooSlow_);
}

void CommittedLog::drain() {
  while (!backlog_.empty()) {
    const std::size_t size = backlog_.front().body.size();
    if (!writer_.tryWrite(std::move(backlog_.front()))) return;
    backlogBytes_ -= size;
    backlog_.pop_front();
  }
}

Result<void> CommittedLog::close() {
  frames_.cut();
  for (Frame& frame : backlog_) writer_.write(std::move(frame));
  backlog_.clear();
  auto closed = writer_.close();
  if (tooSlow_) return tl::unexpected(*tooSlow_);
  return closed;
}

}  // namespace evenkeel
