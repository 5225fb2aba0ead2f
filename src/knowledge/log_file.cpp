#include "knowledge/log_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <utility>

#include "knowledge/log_schema.h"

namespace evenkeel {
namespace {

constexpr std::int64_t code(Frame::Begin begin) {
  return static_cast<std::int64_t>(begin);
}

// Device and number of a file; zeros: there is none.
std::pair<std::uint64_t, std::uint64_t> identityOf(const std::string& path) {
  struct stat file{};
  if (::stat(path.c_str(), &file) != 0) return {};
  return {file.st_dev, file.st_ino};
}

}  // namespace

LogFile::LogFile(FileLock lock, Database database, const LogFileOptions& options)
    : lock_(std::move(lock)),
      database_(std::move(database)),
      options_(options),
      identity_(identityOf(database_.path())) {}

Result<LogFile> LogFile::create(const std::string& path, const LogFileOptions& options) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return fail(ErrorKind::Refused, path, "exists already",
                "a new file: no run overwrites another");
  }
  Result<Database> database = Database::open(path, Database::Access::Create);
  if (!database) return tl::unexpected(database.error());
  auto lock = FileLock::take(path);
  if (!lock) return tl::unexpected(lock.error());
  auto made = database->execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL");
  if (made) made = log_schema::create(*database);
  if (!made) {
    database = tl::unexpected(made.error());  // closes it
    std::filesystem::remove(path, error);
    return tl::unexpected(made.error());
  }
  return prepared(std::move(*lock), std::move(*database), options);
}

Result<LogFile> LogFile::open(const std::string& path, const LogFileOptions& options) {
  if (const auto there = log_schema::checkFile(path); !there) return tl::unexpected(there.error());
  auto lock = FileLock::take(path);
  if (!lock) return tl::unexpected(lock.error());
  Result<Database> database = Database::open(path, Database::Access::Write);
  if (!database) return tl::unexpected(database.error());
  auto known = log_schema::check(*database);
  if (known) known = database->execute("PRAGMA journal_mode = WAL; DELETE FROM seal");
  if (!known) return tl::unexpected(known.error());
  return prepared(std::move(*lock), std::move(*database), options);
}

Result<LogFile> LogFile::prepared(FileLock lock, Database database, const LogFileOptions& options) {
  LogFile file(std::move(lock), std::move(database), options);
  Database& db = file.database_;
  const auto set =
      db.execute(options.survives == Survives::PowerLoss ? "PRAGMA synchronous = FULL"
                                                         : "PRAGMA synchronous = NORMAL");
  if (!set) return tl::unexpected(set.error());
  const auto last = db.number("SELECT max(last) FROM frame");
  if (!last) return tl::unexpected(last.error());
  const auto bytes = db.number("SELECT sum(length(body)) FROM frame");
  if (!bytes) return tl::unexpected(bytes.error());
  auto insert = db.prepare("INSERT INTO frame VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  if (!insert) return tl::unexpected(insert.error());
  file.lastPosition_ = static_cast<std::uint64_t>(*last);
  file.bytes_ = *bytes;
  file.insert_ = std::move(*insert);
  return file;
}

Result<void> LogFile::append(const Frame& frame) {
  if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) return begun;
  const std::int64_t bytesBefore = bytes_;
  auto written = insert(frame);
  if (written && frame.begin == Frame::Begin::Keyframe) written = deleteOld(frame);
  if (written) written = database_.execute("COMMIT");
  if (!written) {
    (void)database_.execute("ROLLBACK");  // it may have been rolled back already
    bytes_ = bytesBefore;
    return written;
  }
  lastPosition_ = frame.last;
  return {};
}

Result<void> LogFile::insert(const Frame& frame) {
  bytes_ += static_cast<std::int64_t>(frame.body.size());
  return insert_.bind(1, static_cast<std::int64_t>(frame.first))
      .bind(2, static_cast<std::int64_t>(frame.last))
      .bind(3, code(frame.begin))
      .bind(4, frame.from.time_since_epoch().count())
      .bind(5, frame.until.time_since_epoch().count())
      .bind(6, frame.wall.time_since_epoch().count())
      .bind(7, std::int64_t{log_schema::checksum(frame)})
      .bind(8, frame.body)
      .run();
}

// Saturates: a wall clock may show anything.
WallTime LogFile::oldestAllowed(const Frame& newest) const {
  const Duration age = options_.retention.maxAge;
  return newest.wall < WallTime::min() + age ? WallTime::min() : newest.wall - age;
}

// The oldest keyframe from which on everything is within bounds; where there is none, the newest.
Result<std::int64_t> LogFile::firstKept(const Frame& newest) {
  const std::int64_t oldestWall = oldestAllowed(newest).time_since_epoch().count();
  auto keyframes = database_.prepare(
      "SELECT first, wall_ns,"
      " (SELECT sum(length(body)) FROM frame AS later WHERE later.first >= landmark.first)"
      " FROM frame AS landmark WHERE begin = 2 ORDER BY first");
  if (!keyframes) return tl::unexpected(keyframes.error());
  std::int64_t kept = 0;
  while (true) {
    const Result<bool> row = keyframes->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return kept;
    kept = keyframes->integer(0);
    const bool young = keyframes->integer(1) >= oldestWall;
    if (young && keyframes->integer(2) <= options_.retention.maxBytes) return kept;
  }
}

Result<void> LogFile::deleteOld(const Frame& newest) {
  const auto oldest =
      database_.number("SELECT wall_ns FROM frame WHERE begin <> 1 ORDER BY first LIMIT 1");
  if (!oldest) return tl::unexpected(oldest.error());
  const bool young = WallTime(Duration(*oldest)) >= oldestAllowed(newest);
  if (young && bytes_ <= options_.retention.maxBytes) return {};
  const auto kept = firstKept(newest);
  if (!kept) return tl::unexpected(kept.error());
  // Runs of which something is left keep their name.
  const std::string old =
      " FROM frame WHERE first < " + std::to_string(*kept) +
      " AND first <> (SELECT coalesce(max(first), 0) FROM frame WHERE begin = 1 AND first < " +
      std::to_string(*kept) + ")";
  const auto bytes = database_.number("SELECT sum(length(body))" + old);
  if (!bytes) return tl::unexpected(bytes.error());
  auto deleted =
      database_.execute("DELETE" + old + "; DELETE FROM retention; " +
                        "INSERT INTO retention VALUES(" + std::to_string(*kept - 1) + ")");
  if (!deleted) return deleted;
  bytes_ -= *bytes;
  return {};
}

Result<void> LogFile::close() {
  insert_ = {};
  (void)database_.execute("INSERT INTO seal VALUES(" + std::to_string(lastPosition_) + ")");
  (void)database_.execute("PRAGMA journal_mode = DELETE");
  if (identityOf(database_.path()) == identity_) return {};
  return fail(ErrorKind::Unavailable, database_.path(),
              "was deleted, moved or replaced while it was written",
              "a log that nobody touches until its run is over");
}

}  // namespace evenkeel
