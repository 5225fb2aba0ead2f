// Records as bytes (record_members.h lists what of them is written).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/codec.h"
#include "base/result.h"
#include "knowledge/record.h"

namespace evenkeel {

// Raised with every change of a record. An older program refuses a newer log.
inline constexpr std::uint32_t kLogFormat = 4;

void encode(ByteWriter& writer, const Record& record);

// Reads one record and moves on to the next. Error: the bytes are no record; nothing after them can
// be read. `where` goes into it.
Result<Record> decode(ByteReader& reader, std::string_view where);

}  // namespace evenkeel
