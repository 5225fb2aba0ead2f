#include "knowledge/log_file.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "knowledge/any_record.h"
#include "knowledge/log_fixture.h"

namespace evenkeel {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::readAll;
using testing::TemporaryFolder;

// Writes records in frames of at most `perFrame`.
class Script {
 public:
  explicit Script(LogFile& file)
      : file_(file), frames_(file.lastPosition(), [this](Frame frame) {
          const auto written = file_.append(frame);
          ASSERT_TRUE(written) << written.error().text();
        }) {}
  Script& add(const Record& record) {
    frames_.add(record);
    return *this;
  }
  Script& inputs(std::uint64_t from, std::uint64_t to, std::uint64_t perFrame) {
    for (std::uint64_t i = from; i <= to; ++i) {
      frames_.add(testing::numbered(i));
      if (i % perFrame == 0) frames_.cut();
    }
    frames_.cut();
    return *this;
  }

 private:
  LogFile& file_;
  FrameBuilder frames_;
};

class LogFileTest : public ::testing::Test {
 protected:
  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  void write(std::uint64_t inputs, std::uint64_t perFrame, const LogFileOptions& options = {}) {
    auto file = LogFile::create(path_, options);
    ASSERT_TRUE(file) << file.error().text();
    Script(*file).add(testing::started()).inputs(1, inputs, perFrame);
    file->close();
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("run.evk");
};

TEST_F(LogFileTest, ServesWhatWasWrittenInOrder) {
  RandomStream random(1, "log", "records");
  std::vector<Record> records;
  {
    auto file = LogFile::create(path_);
    ASSERT_TRUE(file);
    Script script(*file);
    for (int i = 0; i < 2000; ++i) {
      script.add(records.emplace_back(testing::anyRecord(random)));
    }
    script.inputs(1, 1, 1);
  }
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  ASSERT_EQ(contents.entries.size(), 2001u);
  for (std::size_t i = 0; i < records.size(); ++i) {
    ASSERT_EQ(contents.entries[i].position, i + 1);
    ASSERT_TRUE(testing::same(contents.entries[i].record, records[i])) << i;
  }
}

TEST_F(LogFileTest, GoesOnWithALog) {
  write(10, 5);
  {
    auto file = LogFile::open(path_);
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_EQ(file->lastPosition(), 11u);
    Script(*file).inputs(11, 20, 5);
  }
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  ASSERT_EQ(contents.entries.size(), 21u);
  EXPECT_EQ(testing::numberOf(contents.entries.back().record), 20u);
}

TEST_F(LogFileTest, NeverOverwrites) {
  write(1, 1);
  const auto again = LogFile::create(path_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Refused);
  EXPECT_EQ(readAll(path_).entries.size(), 2u);
}

TEST_F(LogFileTest, LeavesOneFile) {
  write(10, 1);
  EXPECT_TRUE(std::filesystem::exists(path_));
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
}

TEST_F(LogFileTest, SaysWhyItCannotBeRead) {
  EXPECT_EQ(readAll(folder_.file("none")).error,
            folder_.file("none") + ": does not exist; the log of a run");
  EXPECT_EQ(readAll(folder_.file("")).error,
            folder_.file("") + ": is a directory; the log of a run");
  testing::writeBytes(path_, "");
  EXPECT_THAT(readAll(path_).error, HasSubstr("is empty: nothing was recorded"));
  testing::writeBytes(path_, std::string(5000, 'x'));
  EXPECT_THAT(readAll(path_).error, HasSubstr("is not an SQLite file"));
  EXPECT_FALSE(LogFile::open(path_));
  EXPECT_THAT(readAll("/dev/null").error, HasSubstr("is not a file"));
}

TEST_F(LogFileTest, RefusesAnotherDatabase) {
  execute("CREATE TABLE frame(first INTEGER PRIMARY KEY)");
  EXPECT_THAT(readAll(path_).error, HasSubstr("is not a decision log"));
  EXPECT_FALSE(LogFile::open(path_));
}

// What is left of a file that was cut in its first pages.
TEST_F(LogFileTest, RefusesALogWithoutItsTables) {
  for (const char* table : {"frame", "seal", "retention"}) {
    write(1, 1);
    execute(std::string("DROP TABLE ") + table);
    const auto reader = LogReader::open(path_);
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().kind, ErrorKind::Invalid);
    EXPECT_THAT(reader.error().text(), HasSubstr("is not a complete decision log"));
    std::filesystem::remove(path_);
  }
}

TEST_F(LogFileTest, EveryTruncationIsToldAsAFaultOfTheFile) {
  write(200, 10);
  const std::string whole = testing::bytesOf(path_);
  for (std::size_t size = 0; size < whole.size(); size += 256) {
    testing::writeBytes(path_, std::string_view(whole).substr(0, size));
    auto reader = LogReader::open(path_);
    if (!reader) {
      EXPECT_EQ(reader.error().kind, ErrorKind::Invalid) << size << reader.error().text();
      continue;
    }
    auto next = reader->next();
    while (next && *next) next = reader->next();
    if (!next) {
      EXPECT_EQ(next.error().kind, ErrorKind::Invalid) << size << next.error().text();
    }
  }
}

TEST_F(LogFileTest, NamesThatSqliteGivesAMeaningAreNamesOfFiles) {
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directory(folder_.file("in"));
  std::filesystem::current_path(folder_.file("in"));
  for (const std::string name : {":memory:", "file:x?mode=memory", "a?mode=ro", "b#c", "d%41"}) {
    {
      auto file = LogFile::create(name);
      ASSERT_TRUE(file) << file.error().text();
      Script(*file).inputs(1, 1, 1);
      file->close();
    }
    EXPECT_TRUE(std::filesystem::is_regular_file(name)) << name;
    EXPECT_EQ(readAll(name).entries.size(), 1u) << name;
  }
  std::filesystem::current_path(before);
  auto file = LogFile::create("/" + folder_.file("two-slashes"));
  EXPECT_TRUE(file) << file.error().text();
}

TEST_F(LogFileTest, SaysWhyItCannotBeMade) {
  const auto whyNot = [](const std::string& path) {
    const auto file = LogFile::create(path);
    return file ? "" : file.error().text();
  };
  EXPECT_THAT(whyNot(folder_.file("none/run.evk")), HasSubstr("there is no such folder"));
  testing::writeBytes(folder_.file("plain"), "x");
  EXPECT_THAT(whyNot(folder_.file("plain/run.evk")), HasSubstr("Not a directory"));
  EXPECT_THAT(whyNot(folder_.file(std::string(300, 'x'))), HasSubstr("File name too long"));
  if (::geteuid() == 0) return;  // root may write anywhere
  std::filesystem::permissions(
      folder_.file(""), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  EXPECT_THAT(whyNot(path_), HasSubstr("Permission denied"));
  std::filesystem::permissions(folder_.file(""), std::filesystem::perms::owner_all);
}

TEST_F(LogFileTest, OneWritesAtATime) {
  auto first = LogFile::create(path_);
  ASSERT_TRUE(first) << first.error().text();
  auto second = LogFile::open(path_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::Unavailable);
  EXPECT_TRUE(LogReader::open(path_));
  EXPECT_TRUE(first->close());
  first = fail(ErrorKind::Unavailable, "", "given up");
  EXPECT_TRUE(LogFile::open(path_));
}

TEST_F(LogFileTest, RefusesANewerFormatAndNamesBoth) {
  write(1, 1);
  execute("PRAGMA user_version = 7");
  EXPECT_EQ(readAll(path_).error, path_ + ": is a log of format 7; this program reads format 4");
  EXPECT_FALSE(LogFile::open(path_));
}

TEST_F(LogFileTest, ServesWhatIsInFrontOfADamagedFrame) {
  write(30, 10);  // frames: 1, 2-11 (inputs 1-10), 12-21, 22-31
  execute("UPDATE frame SET body = replace(body, 'xxxx', 'xxxy') WHERE first = 12");
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.entries.size(), 11u);
  EXPECT_EQ(contents.error,
            path_ +
                ": record 12: its frame fails its checksum; the 11 records in front of it can "
                "be used");
}

TEST_F(LogFileTest, NoticesAMissingFrame) {
  write(30, 10);
  execute("DELETE FROM frame WHERE first = 12");
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.entries.size(), 11u);
  EXPECT_THAT(contents.error, HasSubstr("records 12 to 21 are missing"));
}

TEST_F(LogFileTest, NoticesAMissingEndOrKeyframe) {
  {
    auto file = LogFile::create(path_);
    ASSERT_TRUE(file);
    Script script(*file);
    script.add(testing::started()).inputs(1, 10, 5).add(testing::keyframe({1}));
    script.inputs(11, 20, 5).add(testing::keyframe({2})).inputs(21, 30, 5);
    file->close();
  }
  const std::string whole = testing::bytesOf(path_);
  ASSERT_EQ(readAll(path_).entries.size(), 33u);
  // In front of a keyframe too: only retention may leave such a gap, and says so.
  for (const auto& [lost, says, left] :
       {std::tuple{"first BETWEEN 12 AND 22", "records 12 to 22 are missing", 11u},
        std::tuple{"first > 28", "records 29 to 33 are missing", 28u},
        std::tuple{"first = 1", "record 1 is missing", 0u}}) {
    testing::writeBytes(path_, whole);
    execute(std::string("DELETE FROM frame WHERE ") + lost);
    const auto contents = readAll(path_);
    EXPECT_THAT(contents.error, HasSubstr(says));
    EXPECT_EQ(contents.entries.size(), left);
  }
}

// As a file system that lost track of its blocks leaves them.
TEST_F(LogFileTest, SwappedPagesAreNoticedOrHarmless) {
  constexpr std::size_t kPage = 8192;
  write(700, 50);
  const std::string whole = testing::bytesOf(path_);
  const auto all = readAll(path_).entries;
  const std::size_t pages = whole.size() / kPage;
  ASSERT_GT(pages, 10u);
  std::size_t noticed = 0;
  for (std::size_t a = 1; a < pages; ++a) {
    for (std::size_t b = a + 1; b < pages; ++b) {
      std::string swapped = whole;
      swapped.replace(a * kPage, kPage, whole, b * kPage, kPage);
      swapped.replace(b * kPage, kPage, whole, a * kPage, kPage);
      testing::writeBytes(path_, swapped);
      const auto contents = readAll(path_);
      ASSERT_TRUE(!contents.error.empty() || contents.entries.size() == all.size())
          << a << ' ' << b;
      noticed += contents.error.empty() ? 0 : 1;
      for (std::size_t i = 0; i < contents.entries.size(); ++i)
        ASSERT_TRUE(testing::same(contents.entries[i].record, all[i].record)) << a << ' ' << b;
    }
  }
  EXPECT_GT(noticed, 0u);
}

TEST_F(LogFileTest, AFullFrameIsCutAtItsLimit) {
  write(40'000, 1'000'000);  // over 2 MiB, one commit
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  EXPECT_EQ(contents.entries.size(), 40'001u);
}

TEST_F(LogFileTest, EveryTruncationIsAPrefixOrAnError) {
  write(200, 10);
  const std::string whole = testing::bytesOf(path_);
  const auto all = readAll(path_).entries.size();
  for (std::size_t size = 0; size < whole.size(); size += 512) {
    testing::writeBytes(path_, std::string_view(whole).substr(0, size));
    const auto contents = readAll(path_);
    EXPECT_TRUE(!contents.error.empty() || contents.entries.size() == all) << size;
    for (std::size_t i = 0; i < contents.entries.size(); ++i)
      ASSERT_EQ(contents.entries[i].position, i + 1);
  }
}

TEST_F(LogFileTest, HalfAFileServesAboutHalfOfWhatItHeld) {
  write(20'000, 100);
  const std::string whole = testing::bytesOf(path_);
  testing::writeBytes(path_, std::string_view(whole).substr(0, whole.size() / 2));
  const auto contents = readAll(path_);
  EXPECT_GT(contents.entries.size(), 9'000u);
  EXPECT_LT(contents.entries.size(), 11'000u);
  EXPECT_THAT(contents.error, AnyOf(HasSubstr("is damaged"), HasSubstr("fails its checksum")));
}

TEST_F(LogFileTest, DamageAtAnyByteIsNoticedOrHarmless) {
  write(20, 10);
  const std::string whole = testing::bytesOf(path_);
  const auto all = readAll(path_).entries;
  std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
  const auto put = [&](std::size_t at, char value) {
    file.seekp(static_cast<std::streamoff>(at)).put(value).flush();
  };
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (whole[at] == 0 && at % 32 != 0) continue;  // mostly free space
    put(at, static_cast<char>(~whole[at]));
    const auto contents = readAll(path_);
    put(at, whole[at]);
    ASSERT_TRUE(!contents.error.empty() || contents.entries.size() == all.size()) << at;
    for (std::size_t i = 0; i < contents.entries.size(); ++i)
      ASSERT_TRUE(testing::same(contents.entries[i].record, all[i].record)) << at;
  }
}

class RetentionTest : public LogFileTest {
 protected:
  // Runs of 100 inputs (about 70 bytes each) in front of each keyframe.
  void write(const Retention& retention, int keyframes) {
    auto file = LogFile::create(path_, {.retention = retention});
    ASSERT_TRUE(file);
    Script script(*file);
    script.add(testing::started());
    for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(keyframes); ++k) {
      script.inputs(100 * k + 1, 100 * k + 100, 10);
      script.add(testing::keyframe({k}));
    }
    script.inputs(100 * static_cast<std::uint64_t>(keyframes) + 1,
                  100 * static_cast<std::uint64_t>(keyframes) + 10, 10);
    file->close();
  }
};

TEST_F(RetentionTest, DeletesUpToAKeyframeAndKeepsWhatNamesTheRun) {
  write({.maxBytes = 20'000}, 20);
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  ASSERT_GT(contents.entries.size(), 100u);
  EXPECT_LT(contents.entries.size(), 400u);
  EXPECT_TRUE(std::holds_alternative<record::RunStarted>(contents.entries[0].record));
  EXPECT_TRUE(std::holds_alternative<record::Keyframe>(contents.entries[1].record));
  EXPECT_EQ(contents.entries.back().position, 1u + 2000 + 20 + 10);
  EXPECT_LT(std::filesystem::file_size(path_), 150'000u);
}

TEST_F(RetentionTest, DeletesWhatIsTooOld) {
  write({.maxAge = 500s}, 20);  // an input a second
  const auto contents = readAll(path_);
  EXPECT_EQ(contents.error, "");
  ASSERT_GT(contents.entries.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<record::Keyframe>(contents.entries[1].record));
  EXPECT_GE(testing::numberOf(contents.entries[2].record), 1401u);
  EXPECT_LE(testing::numberOf(contents.entries[2].record), 1601u);
}

TEST_F(RetentionTest, KeepsEverythingWithinBounds) {
  write({}, 20);
  EXPECT_EQ(readAll(path_).entries.size(), 1u + 2000 + 20 + 10);
}

TEST_F(RetentionTest, SeekGoesToTheKeyframeInFront) {
  write({}, 3);  // keyframes at 100 s, 200 s, 300 s
  auto reader = LogReader::open(path_);
  ASSERT_TRUE(reader);
  ASSERT_TRUE(reader->seek(Instant(250s)));
  auto contents = testing::drain(*reader);
  EXPECT_EQ(std::get<record::Keyframe>(contents.entries[0].record).lastPlan.value, 1u);
  EXPECT_EQ(contents.entries.back().position, 314u);
  ASSERT_TRUE(reader->seek(Instant(99s)));
  contents = testing::drain(*reader);
  EXPECT_EQ(contents.entries.size(), 314u);
  reader->rewind();
  EXPECT_EQ(testing::drain(*reader).entries.size(), 314u);
}

}  // namespace
}  // namespace evenkeel
