// libFuzzer target: whatever the bytes, a log is read as far as it goes, then refused with a place
// and a reason. First byte 0: the rest is a frame's records; else the rest is a whole log file.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "knowledge/log_reader.h"
#include "knowledge/record_codec.h"

namespace {

using namespace evenkeel;

std::string bytesOf(const Record& record) {
  ByteWriter writer;
  encode(writer, record);
  return writer.take();
}

// What was read can be written, and comes back as the same bytes.
void readRecords(std::string_view bytes) {
  ByteReader reader(bytes);
  while (reader.left() > 0) {
    const auto record = decode(reader, "log");
    if (!record) return;
    const std::string once = bytesOf(*record);
    ByteReader again(once);
    const auto copy = decode(again, "log");
    if (!copy || bytesOf(*copy) != once) std::abort();
  }
}

void readFile(std::string_view bytes) {
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("log_fuzz." + std::to_string(::getpid())))
          .string();
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (auto log = LogReader::open(path)) {
    std::uint64_t last = 0;
    while (true) {
      const auto entry = log->next();
      if (!entry && entry.error().what.empty()) std::abort();
      if (!entry || !*entry) break;
      if ((*entry)->position <= last) std::abort();
      last = (*entry)->position;
    }
    (void)log->seek(Instant(std::chrono::hours(1)));
    (void)log->next();
  }
  std::filesystem::remove(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 0) {
    readRecords(rest);
  } else {
    readFile(rest);
  }
  return 0;
}
