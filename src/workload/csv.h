// Records of comma-separated values (RFC 4180), one at a time.
//
// Lines end in LF, CRLF or CR; quoted fields may hold commas, doubled quotes and line ends; blanks
// around fields and blank lines are dropped, and so is a byte order mark. Stricter than the RFC
// where leniency would hide damage: control characters are refused (binary), and so is a last line
// without an end (the file was cut off, and its last number perhaps with it).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenkeel {

class CsvReader {
 public:
  static constexpr std::size_t kMaxFields = 10'000;

  // `name` is what errors call the text, which must outlive the reader.
  CsvReader(std::string_view text, std::string name);

  // False: no more records. After an error there are none either.
  Result<bool> next(std::vector<std::string>& fields);
  // "name:line" of the first line of the last record.
  std::string where() const { return at(recordLine_); }
  std::size_t line() const { return recordLine_; }

 private:
  Result<void> readField(std::string& field);
  Result<void> readQuoted(std::string& field);
  bool endOfLine();
  std::string at(std::size_t line) const { return name_ + ":" + std::to_string(line); }
  tl::unexpected<Error> cutOff() const;

  std::string_view text_;
  std::string name_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::size_t recordLine_ = 0;
};

}  // namespace evenkeel
