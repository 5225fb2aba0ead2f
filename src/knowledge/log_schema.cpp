#include "knowledge/log_schema.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/crc32.h"
#include "knowledge/record_codec.h"

namespace evenkeel::log_schema {

Result<void> create(Database& database) {
  return database.execute(
      fmt::format("BEGIN IMMEDIATE;"
                  "CREATE TABLE frame(first INTEGER PRIMARY KEY, last INTEGER NOT NULL,"
                  " begin INTEGER NOT NULL, from_ns INTEGER NOT NULL, until_ns INTEGER NOT NULL,"
                  " wall_ns INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL);"
                  "CREATE TABLE seal(last INTEGER NOT NULL);"
                  "CREATE TABLE retention(last INTEGER NOT NULL);"
                  "CREATE INDEX landmark ON frame(begin, first) WHERE begin <> 0;"
                  "PRAGMA application_id = {};"
                  "PRAGMA user_version = {};"
                  "COMMIT",
                  kApplicationId, kLogFormat));
}

Result<void> check(Database& database) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) return tl::unexpected(application.error());
  if (*application != kApplicationId)
    return fail(ErrorKind::Invalid, database.path(), "is not a decision log", "the log of a run");
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  if (*version != std::int64_t{kLogFormat}) {
    return fail(ErrorKind::Refused, database.path(), fmt::format("is a log of format {}", *version),
                fmt::format("this program reads format {}", kLogFormat));
  }
  const auto tables = database.number(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
      " AND name IN ('frame', 'seal', 'retention')");
  if (!tables) return tl::unexpected(tables.error());
  if (*tables != 3)
    return fail(ErrorKind::Invalid, database.path(), "is not a complete decision log",
                "the log of a run");
  return {};
}

Result<void> checkFile(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status))
    return fail(ErrorKind::NotFound, path, "does not exist", "the log of a run");
  if (std::filesystem::is_directory(status))
    return fail(ErrorKind::Invalid, path, "is a directory", "the log of a run");
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorKind::Invalid, path, "is not a file", "the log of a run");
  if (std::filesystem::file_size(path, error) == 0 &&
      !std::filesystem::exists(path + "-wal", error)) {
    return fail(ErrorKind::Invalid, path, "is empty: nothing was recorded", "the log of a run");
  }
  return {};
}

std::uint32_t checksum(const Frame& frame) {
  ByteWriter head;
  head.varint(frame.first);
  head.varint(frame.last);
  head.byte(static_cast<std::uint8_t>(frame.begin));
  head.signedVarint(frame.from.time_since_epoch().count());
  head.signedVarint(frame.until.time_since_epoch().count());
  head.signedVarint(frame.wall.time_since_epoch().count());
  return crc32(frame.body, crc32(head.bytes()));
}

}  // namespace evenkeel::log_schema
