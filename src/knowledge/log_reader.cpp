#include "knowledge/log_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "knowledge/log_schema.h"
#include "knowledge/record_codec.h"

namespace evenkeel {
namespace {

// The next frame by its first position. One query a frame: no lock is held between two of them.
constexpr std::string_view kNextFrame =
    "SELECT first, last, begin, from_ns, until_ns, wall_ns, crc, body FROM frame"
    " WHERE first > ? ORDER BY first LIMIT 1";

// The last record that the file is known to have held.
constexpr std::string_view kEnd =
    "SELECT max((SELECT coalesce(max(last), 0) FROM seal),"
    " (SELECT coalesce(max(last), 0) FROM frame))";

Instant instant(std::int64_t nanoseconds) {
  return Instant(Duration(nanoseconds));
}

}  // namespace

Result<LogReader> LogReader::open(const std::string& path) {
  if (const auto there = log_schema::checkFile(path); !there) return tl::unexpected(there.error());
  Result<Database> database = Database::open(path, Database::Access::Read);
  if (!database) return tl::unexpected(database.error());
  if (const auto known = log_schema::check(*database); !known) return tl::unexpected(known.error());
  LogReader reader(std::move(*database));
  Result<Statement> frames = reader.database_.prepare(kNextFrame);
  if (!frames) return tl::unexpected(frames.error());
  reader.frames_ = std::move(*frames);
  return reader;
}

Result<std::optional<LogReader::Entry>> LogReader::next() {
  if (error_) return tl::unexpected(*error_);
  if (records_.left() == 0) {
    const Result<bool> more = readFrame();
    if (!more) {
      error_ = more.error();
      return tl::unexpected(*error_);
    }
    if (!*more) return std::optional<Entry>();
  }
  Result<Record> record = decode(records_, database_.path());
  if (!record) {
    error_ = record.error();
    error_->what = fmt::format("record {}: {}", position_ + 1, error_->what);
    return tl::unexpected(*error_);
  }
  ++position_;
  if ((records_.left() == 0) != (position_ == frame_->last)) {
    error_ = damaged(position_, "its frame holds another number of records than it says");
    return tl::unexpected(*error_);
  }
  return std::optional<Entry>({position_, std::move(*record)});
}

Result<bool> LogReader::readFrame() {
  const auto step = [this] {
    frames_.reset();
    return frames_.bind(1, static_cast<std::int64_t>(position_)).step();
  };
  Result<bool> row = step();
  if (!row) return tl::unexpected(damaged(position_ + 1, row.error().what));
  if (!*row) {
    frames_.reset();
    const auto wrong =
        database_.number("SELECT count(*) FROM seal WHERE typeof(last) <> 'integer'");
    const auto end = wrong ? database_.number(kEnd) : wrong;
    if (!end) return tl::unexpected(end.error());
    if (*wrong > 0)
      return tl::unexpected(damaged(position_ + 1, "what says where the log ends is damaged"));
    if (static_cast<std::uint64_t>(*end) <= position_) return false;
    row = step();  // it may have been written meanwhile
    if (!row || !*row) return tl::unexpected(missing(static_cast<std::uint64_t>(*end)));
  }
  const std::int64_t begin = frames_.integer(2);
  frame_->first = static_cast<std::uint64_t>(frames_.integer(0));
  frame_->last = static_cast<std::uint64_t>(frames_.integer(1));
  frame_->begin = static_cast<Frame::Begin>(begin);
  frame_->from = instant(frames_.integer(3));
  frame_->until = instant(frames_.integer(4));
  frame_->wall = WallTime(Duration(frames_.integer(5)));
  const std::int64_t sum = frames_.integer(6);
  frame_->body = frames_.bytes(7);
  frames_.reset();
  if (begin < 0 || begin > 2 || frame_->first <= position_ || frame_->last < frame_->first ||
      frame_->body.empty() || sum != std::int64_t{log_schema::checksum(*frame_)}) {
    return tl::unexpected(damaged(position_ + 1, "its frame fails its checksum"));
  }
  if (frame_->first != position_ + 1) {
    const auto deleted = database_.number("SELECT max(last) FROM retention");
    if (!deleted) return tl::unexpected(deleted.error());
    if (frame_->first - 1 > static_cast<std::uint64_t>(*deleted))
      return tl::unexpected(missing(frame_->first - 1));
  }
  position_ = frame_->first - 1;
  records_ = ByteReader(frame_->body);
  return true;
}

Result<void> LogReader::seek(Instant time) {
  const auto run = database_.number("SELECT max(first) FROM frame WHERE begin = 1");
  if (!run) return tl::unexpected(run.error());
  const auto keyframe = database_.number(
      fmt::format("SELECT max(first) FROM frame WHERE begin = 2 AND first > {} AND from_ns <= {}",
                  *run, time.time_since_epoch().count()));
  if (!keyframe) return tl::unexpected(keyframe.error());
  goTo(static_cast<std::uint64_t>(std::max(*run, *keyframe)));
  return {};
}

Result<void> LogReader::seekRecovery() {
  const auto before = database_.number(
      "SELECT max(first) FROM frame WHERE first <"
      " (SELECT max(first) FROM frame WHERE begin = 2)");
  if (!before) return tl::unexpected(before.error());
  goTo(static_cast<std::uint64_t>(*before));
  return {};
}

void LogReader::goTo(std::uint64_t first) {
  position_ = first == 0 ? 0 : first - 1;
  records_ = ByteReader({});
  error_.reset();
}

Error LogReader::missing(std::uint64_t last) const {
  const std::uint64_t first = position_ + 1;
  return {ErrorKind::Invalid, database_.path(),
          first == last ? fmt::format("record {} is missing", first)
                        : fmt::format("records {} to {} are missing", first, last),
          fmt::format("the {} records in front of them can be used", position_)};
}

Error LogReader::damaged(std::uint64_t position, const std::string& how) const {
  return {ErrorKind::Invalid, database_.path(), fmt::format("record {}: {}", position, how),
          fmt::format("the {} records in front of it can be used", position - 1)};
}

}  // namespace evenkeel
