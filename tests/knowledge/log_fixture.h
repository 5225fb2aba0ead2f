// A folder for log files that is gone afterwards, and records to put into them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "knowledge/log_file.h"
#include "knowledge/log_reader.h"

namespace evenkeel::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "evenkeel-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// An input that says which one it is.
inline record::Input numbered(std::uint64_t number) {
  return {{number, Instant(std::chrono::seconds(number)), WallTime(std::chrono::seconds(number)),
           SourceFailed{"metrics", std::string(40, 'x')}}};
}

inline record::RunStarted started() {
  record::RunStarted started;
  started.program = "test";
  return started;
}

inline record::Keyframe keyframe(PlanId lastPlan) {
  record::Keyframe keyframe;
  keyframe.lastPlan = lastPlan;
  return keyframe;
}

inline std::uint64_t numberOf(const Record& record) {
  const auto* input = std::get_if<record::Input>(&record);
  return input == nullptr ? 0 : input->event.number;
}

struct Contents {
  std::vector<LogReader::Entry> entries;
  std::string error;  // empty: none
};

inline Contents drain(LogReader& reader) {
  Contents contents;
  while (true) {
    auto next = reader.next();
    if (!next) {
      contents.error = next.error().text();
      return contents;
    }
    if (!*next) return contents;
    contents.entries.push_back(std::move(**next));
  }
}

inline Contents readAll(const std::string& path) {
  auto reader = LogReader::open(path);
  if (!reader) return {{}, reader.error().text()};
  return drain(*reader);
}

// The log as retention leaves it where everything between what names its first run and one of its
// records, a keyframe, was deleted.
inline void writeFrom(const std::string& path, const std::vector<LogReader::Entry>& entries,
                      std::size_t keyframe) {
  auto file = LogFile::create(path);
  ASSERT_TRUE(file) << file.error().text();
  const auto append = [&file](const Frame& frame) {
    const auto written = file->append(frame);
    ASSERT_TRUE(written) << written.error().text();
  };
  FrameBuilder head(0, append);
  for (const auto& entry : entries) {
    if (std::holds_alternative<record::Input>(entry.record)) break;
    head.add(entry.record);
  }
  head.cut();
  FrameBuilder rest(entries[keyframe].position - 1, append);
  for (std::size_t i = keyframe; i < entries.size(); ++i) rest.add(entries[i].record);
  rest.cut();
  file->close();
  const auto deleted = Database::open(path, Database::Access::Write)
                           ->execute("INSERT INTO retention VALUES(" +
                                     std::to_string(entries[keyframe].position - 1) + ")");
  ASSERT_TRUE(deleted) << deleted.error().text();
}

// A log that holds the first `count` records alone, as a kill or a full disk leaves it.
inline void writePrefix(const std::string& path, const std::vector<LogReader::Entry>& entries,
                        std::size_t count) {
  auto file = LogFile::create(path);
  ASSERT_TRUE(file) << file.error().text();
  FrameBuilder frames(0, [&file](const Frame& frame) {
    const auto written = file->append(frame);
    ASSERT_TRUE(written) << written.error().text();
  });
  for (std::size_t i = 0; i < count; ++i) frames.add(entries[i].record);
  frames.cut();
}

inline std::string bytesOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void writeBytes(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace evenkeel::testing
