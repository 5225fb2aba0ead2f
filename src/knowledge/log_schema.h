// What the SQLite file of a decision log looks like; shared by its writer and its reader.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "knowledge/frame.h"
#include "knowledge/sqlite.h"

namespace evenkeel::log_schema {

// PRAGMA application_id: "EvKl". PRAGMA user_version: the format (record_codec.h).
inline constexpr std::int64_t kApplicationId = 0x45764B6C;

// Table frame holds the frames; table seal the position of the last record, once the log was closed
// in good order, so that a lost end is noticed; table retention the position up to which old frames
// were deleted, so that any other gap is noticed.
Result<void> create(Database& database);
// Error: the file is no decision log, or a newer one than this program knows.
Result<void> check(Database& database);
// Error: there is nothing at `path` that could be opened.
Result<void> checkFile(const std::string& path);

// Over everything that a frame holds.
std::uint32_t checksum(const Frame& frame);

}  // namespace evenkeel::log_schema
