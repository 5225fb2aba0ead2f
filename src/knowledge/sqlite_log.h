// The decision logs that write a file. They differ in when they say that an intent is durable, and
// in what they do when the disk cannot keep up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "knowledge/decision_log.h"
#include "knowledge/log_writer.h"

namespace evenkeel {

// For simulated worlds: durable as soon as it is queued, so that no run depends on how fast a disk
// is; the caller waits while the queue is full. `durable` is called within commit(). An error
// shows in close() and error(): the run goes on without a log, and its owner decides.
class QueuedLog final : public DecisionLog {
 public:
  QueuedLog(LogFile file, std::function<void(std::uint64_t position)> durable);
  ~QueuedLog() override { (void)close(); }

  void append(const Record& record) override { frames_.add(record); }
  std::uint64_t position() const override { return frames_.position(); }
  void commit() override;

  std::optional<Error> error() const { return writer_.error(); }
  // Writes what was appended and ends the log. Safe to call again.
  Result<void> close();

 private:
  FrameBuilder frames_;
  LogWriter writer_;
  std::function<void(std::uint64_t)> durable_;
};

// For real worlds: durable once the file holds it. The callbacks are made on the writer's thread
// and must hand over to the loop's. Never waits: what the disk has not taken gathers in memory, up
// to kBacklogBytes; beyond that the log has failed, which is reported, and nothing is called
// durable any more, so that nothing more is done that was not recorded.
class CommittedLog final : public DecisionLog {
 public:
  static constexpr std::size_t kBacklogBytes = std::size_t{64} << 20;

  CommittedLog(LogFile file, LogCallbacks callbacks);
  ~CommittedLog() override { (void)close(); }

  void append(const Record& record) override { frames_.add(record); }
  std::uint64_t position() const override { return frames_.position(); }
  void commit() override;

  // Writes what was appended, waiting for the disk, and ends the log. Safe to call again.
  Result<void> close();

 private:
  void take(Frame frame);
  void drain();

  std::function<void(const Error&)> failed_;
  std::string path_;
  FrameBuilder frames_;
  LogWriter writer_;
  std::deque<Frame> backlog_;
  std::size_t backlogBytes_ = 0;
  std::optional<Error> tooSlow_;
};

}  // namespace evenkeel
