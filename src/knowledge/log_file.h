// The decision log on disk: one SQLite file, written in frames (frame.h). Blocking.
//
// A frame is written whole or not at all: after a crash at any moment the file holds a prefix of
// what was appended. Every frame has a checksum. Old frames are deleted up to a keyframe, so that
// what is left can be replayed; what names a run is kept. Readers may read while it is written.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "knowledge/file_lock.h"
#include "knowledge/frame.h"
#include "knowledge/sqlite.h"

namespace evenkeel {

// What a log may hold. Deleting needs keyframes: between two of them nothing is deleted.
struct Retention {
  std::int64_t maxBytes = std::int64_t{4} << 30;  // of frames; the file is a little larger
  Duration maxAge = std::chrono::hours(24 * 30);  // against the newest frame, by wall time
};

// What must survive: the end of this process, or the loss of power as well (one flush a frame).
enum class Survives : std::uint8_t { Crash, PowerLoss };

struct LogFileOptions {
  Retention retention = {};
  Survives survives = Survives::Crash;
};

class LogFile {
 public:
  // Refuses a file that exists: no run overwrites another.
  static Result<LogFile> create(const std::string& path, const LogFileOptions& options = {});
  // Goes on with an existing log. Unavailable: another process writes it.
  static Result<LogFile> open(const std::string& path, const LogFileOptions& options = {});

  // An error: nothing of this frame was written, what was written before stays readable.
  Result<void> append(const Frame& frame);
  // Leaves one self-contained file behind, as far as the disk permits. Nothing may follow. Error:
  // what was written is not at its path any more.
  Result<void> close();

  // Position of the last record in the file; zero: none yet.
  std::uint64_t lastPosition() const { return lastPosition_; }
  const std::string& path() const { return database_.path(); }

 private:
  LogFile(FileLock lock, Database database, const LogFileOptions& options);
  static Result<LogFile> prepared(FileLock lock, Database database, const LogFileOptions& options);

  Result<void> insert(const Frame& frame);
  Result<void> deleteOld(const Frame& newest);
  // Position of the first record that is kept; zero: all.
  WallTime oldestAllowed(const Frame& newest) const;
  Result<std::int64_t> firstKept(const Frame& newest);

  FileLock lock_;  // first: until the database is closed
  Database database_;
  Statement insert_;
  LogFileOptions options_;
  std::pair<std::uint64_t, std::uint64_t> identity_;  // device and number of the file
  std::uint64_t lastPosition_ = 0;
  std::int64_t bytes_ = 0;  // of all frames
};

}  // namespace evenkeel
