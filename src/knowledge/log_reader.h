// Reads a decision log in order, frame by frame: memory is bounded by the largest frame.
//
// The log may be that of a run that was killed, is full, is damaged, or is still being written.
// Everything in front of a damaged place is served; then next() gives an error that names the
// place, and stays there. After retention the log begins with what names its run, and goes on with
// a keyframe. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/codec.h"
#include "base/result.h"
#include "knowledge/frame.h"
#include "knowledge/sqlite.h"

namespace evenkeel {

class LogReader {
 public:
  static Result<LogReader> open(const std::string& path);

  struct Entry {
    std::uint64_t position = 0;
    Record record;
  };
  // Nothing: that was the last one.
  Result<std::optional<Entry>> next();

  // Goes on with the newest keyframe not later than `time` in the last run of the log, or with the
  // start of that run where it has none so early.
  Result<void> seek(Instant time);
  // Goes on with what must be read of all runs to go on where the last one stopped: the newest
  // keyframe of any of them, and the inputs right in front of it.
  Result<void> seekRecovery();
  void rewind() { goTo(0); }

 private:
  explicit LogReader(Database database) : database_(std::move(database)) {}

  void goTo(std::uint64_t first);
  // False: there is no further frame.
  Result<bool> readFrame();
  // All from the next one to `last`.
  Error missing(std::uint64_t last) const;
  Error damaged(std::uint64_t position, const std::string& how) const;

  Database database_;
  Statement frames_;
  std::unique_ptr<Frame> frame_ = std::make_unique<Frame>();
  ByteReader records_{{}};      // of the frame
  std::uint64_t position_ = 0;  // of the record read last
  std::optional<Error> error_;
};

}  // namespace evenkeel
